package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * One outage of one service, from its alert to its report.
 *
 * @param key business key of the process, of every page and of every change; {@code [A-Za-z0-9-]+}
 * @param openedAt when the alert reached us; the clock of all escalations
 */
public record Incident(String key, Workload workload, String alertName, Instant openedAt) {}
