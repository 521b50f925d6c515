package com.dhakacart.runbook.incident;

/**
 * A rollout as {@code kubectl rollout status} judges it.
 *
 * @param message in kubectl's words
 * @param replacing whether pods of another template are being replaced. An outage makes the state
 *     {@code RUNNING}, too, since pods are not available then; that is no rollout
 */
public record RolloutStatus(State state, String message, boolean replacing) {

  public RolloutStatus(State state, String message) {
    this(state, message, state == State.RUNNING);
  }

  public enum State {
    COMPLETE,
    RUNNING,
    /** The Deployment's progress deadline is exceeded. */
    FAILED
  }
}
