package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * An alert that fires now, from Prometheus or from Alertmanager's webhook.
 *
 * @param startedAt null when the source does not say
 */
public record FiringAlert(String name, String service, String severity, Instant startedAt) {}
