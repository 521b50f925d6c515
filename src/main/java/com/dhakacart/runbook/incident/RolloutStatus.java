package com.dhakacart.runbook.incident;

/**
 * A rollout as {@code kubectl rollout status} judges it.
 *
 * @param message in kubectl's words
 */
public record RolloutStatus(State state, String message) {

  public enum State {
    COMPLETE,
    RUNNING,
    /** The Deployment's progress deadline is exceeded. */
    FAILED
  }
}
