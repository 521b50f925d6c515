package com.dhakacart.runbook.process.ledger;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much may be changed at all. Undo and take-back do not count.
 *
 * @param paused whether changes are paused from the start on, until somebody ends the pause
 * @param perIncident plans that may be made in one incident
 * @param perDay plans that may be made in 24 hours, in all incidents together
 */
@Validated
@ConfigurationProperties("runbook.changes")
record ChangesSettings(
    @DefaultValue("false") boolean paused,
    @DefaultValue("5") @Min(0) int perIncident,
    @DefaultValue("10") @Min(0) int perDay) {}
