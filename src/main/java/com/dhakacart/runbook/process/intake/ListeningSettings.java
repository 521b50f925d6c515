package com.dhakacart.runbook.process.intake;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.alerting.*}, as far as it says how silence is noticed.
 *
 * @param listenEvery pause between two looks whether anything was heard
 */
@Validated
@ConfigurationProperties("runbook.alerting")
record ListeningSettings(
    @NotNull @DurationMin(millis = 1) @DefaultValue("15s") Duration listenEvery) {}
