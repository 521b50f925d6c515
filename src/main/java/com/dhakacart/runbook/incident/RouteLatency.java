package com.dhakacart.runbook.incident;

/** How long customers' requests of one route take: the 95th percentile, in seconds. */
public record RouteLatency(String route, double p95Seconds) {}
