package com.dhakacart.runbook.incident;

import java.time.Instant;

/** A Warning event about the workload, its ReplicaSets, its pods or its autoscaler. */
public record WarningEvent(
    String object, String reason, String message, int count, Instant lastSeen) {}
