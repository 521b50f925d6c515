package com.dhakacart.runbook.simulation;

import java.time.Duration;

/**
 * How a container ends.
 *
 * @param age at which it ends
 * @param reason as the kubelet says it
 * @param lastWords the last line of its log; null when it has no time for one
 */
record Ending(Duration age, String reason, int exitCode, String lastWords) {}
