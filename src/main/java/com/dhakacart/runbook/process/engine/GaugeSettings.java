package com.dhakacart.runbook.process.engine;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.gauges.*}.
 *
 * @param every pause until what is counted in the database is counted again
 */
@Validated
@ConfigurationProperties("runbook.gauges")
record GaugeSettings(@NotNull @DurationMin(millis = 1) @DefaultValue("15s") Duration every) {}
