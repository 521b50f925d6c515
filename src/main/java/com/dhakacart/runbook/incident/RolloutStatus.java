package com.dhakacart.runbook.incident;

import java.time.Instant;

/**
 * A rollout as {@code kubectl rollout status} judges it.
 *
 * @param message in kubectl's words
 * @param replacing whether pods of another template are still there to be replaced, also by a
 *     rollout that is stuck. An outage makes the state {@code RUNNING}, too, since pods are not
 *     available then; that is no rollout
 * @param refused that pods are refused as they are made; null while none is
 */
public record RolloutStatus(State state, String message, boolean replacing, PodsRefused refused) {

  /**
   * Pods that a policy, a quota or a limit range refuses as they are made: none comes, and none
   * shows why.
   *
   * @param because in the words of who refuses them
   * @param since when the first was refused, or the rollout last came further all the same; null
   *     where the Deployment does not say
   */
  public record PodsRefused(String because, Instant since) {}

  public RolloutStatus(State state, String message, boolean replacing) {
    this(state, message, replacing, null);
  }

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
