package com.dhakacart.runbook.incident;

/**
 * How much of its time a container was held back by its CPU limit.
 *
 * @param throttledShare throttled periods over all periods, 0 to 1
 */
public record PodThrottling(String pod, double throttledShare) {}
