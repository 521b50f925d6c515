package com.dhakacart.runbook.backend;

import java.util.Map;

/**
 * One series of the request metric since the server started, probes and scrapes included.
 *
 * @param route the route's label, for example {@code /:id}
 * @param seconds the sum of the durations
 * @param atMost how many requests took at most so many seconds: the histogram's buckets,
 *     cumulative, without {@code +Inf}
 */
public record RequestCount(
    String method,
    String route,
    int status,
    long count,
    double seconds,
    Map<Double, Long> atMost) {}
