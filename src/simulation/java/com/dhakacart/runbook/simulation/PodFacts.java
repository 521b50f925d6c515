package com.dhakacart.runbook.simulation;

import java.time.Instant;

/**
 * What decides whether a fault hits a pod.
 *
 * @param createdAt of the pod
 * @param startedAt of its container, which may have been restarted
 * @param cpuLimit cores; endless without a limit
 * @param memoryLimit bytes; endless without a limit
 */
record PodFacts(
    Instant createdAt, Instant startedAt, String image, double cpuLimit, double memoryLimit) {}
