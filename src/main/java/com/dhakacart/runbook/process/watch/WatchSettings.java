package com.dhakacart.runbook.process.watch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whether and how what is normal is noted while there is no incident.
 *
 * @param enabled false for never: then nothing is asked, and only incidents note their images
 * @param every pause between two rounds of a service, whichever node makes them
 * @param firstAfter how long after the start of a node its first round is
 * @param keepFor what was not seen for so long is forgotten
 * @param mostRoutes of one service, those with most requests
 * @param mostPatterns messages of one service's logs, those that were seen last
 */
@Validated
@ConfigurationProperties("runbook.watch")
record WatchSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 10) Duration every,
    @DefaultValue("1m") @NotNull @DurationMin(millis = 1) Duration firstAfter,
    @DefaultValue("30d") @NotNull @DurationMin(hours = 1) Duration keepFor,
    @DefaultValue("30") @Min(1) @Max(500) int mostRoutes,
    @DefaultValue("200") @Min(1) @Max(2000) int mostPatterns) {}
