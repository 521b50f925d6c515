package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * A change that was made.
 *
 * @param result what the cluster answered, in kubectl's words
 * @param repeated whether the object already carried the change, so that nothing was sent
 * @param takenOut what the cluster's own answer held instead of it; null where the change took
 *     effect, or where that is not known
 */
public record AppliedChange(
    Change change, Instant at, String result, boolean repeated, String takenOut) {

  /** One that took effect. */
  public AppliedChange(Change change, Instant at, String result, boolean repeated) {
    this(change, at, result, repeated, null);
  }
}
