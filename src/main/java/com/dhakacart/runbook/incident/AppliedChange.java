package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * A change that was made.
 *
 * @param result what the cluster answered, in kubectl's words
 * @param repeated whether the object already carried the change, so that nothing was sent
 */
public record AppliedChange(Change change, Instant at, String result, boolean repeated) {}
