package com.dhakacart.runbook.process.paging;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.paging.*}: how many pages a person can read.
 *
 * @param oneByOne pages that a team gets within {@code per}, each for itself; what comes beyond is
 *     held back and sent together, in one page
 * @param per time in which they are counted, on all nodes together
 * @param stormFrom incidents that are open at once when the cluster does not answer, from which on
 *     on-call is told so in one page
 * @param lookEvery pause between two looks whether it answers
 */
@Validated
@ConfigurationProperties("runbook.paging")
record PageSettings(
    @Min(1) @DefaultValue("5") int oneByOne,
    @NotNull @DurationMin(millis = 1) @DefaultValue("1m") Duration per,
    @Min(1) @DefaultValue("10") int stormFrom,
    @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration lookEvery) {}
