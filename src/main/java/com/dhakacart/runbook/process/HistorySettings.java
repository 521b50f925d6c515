package com.dhakacart.runbook.process;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code runbook.history.*}.
 *
 * @param keepFor how long the engine's history of an incident is kept after its end; whole days. It
 *     is cleaned up in the engine's window ({@code history-cleanup-batch-window-*}), and what the
 *     runbook recorded of it goes as well; reports stay
 */
@Validated
@ConfigurationProperties("runbook.history")
public record HistorySettings(
    @NotNull @DurationMin(days = 1) @DefaultValue("180d") Duration keepFor) {}
