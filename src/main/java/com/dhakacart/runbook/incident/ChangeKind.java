package com.dhakacart.runbook.incident;

/** What the runbook may do to production. */
public enum ChangeKind {
  RESTART,
  RAISE_LIMITS,
  SCALE_OUT,
  ROLL_BACK,
  DEGRADE,
  /** A restart that may make one pod more and take none away. */
  PROBE,
  PAUSE_ROLLOUT,
  RESUME_ROLLOUT;

  /**
   * Whether to make both, one after the other, is to try the same cure twice: a probe is the
   * beginning of a restart.
   */
  public boolean isSameCureAs(ChangeKind other) {
    return this == other || (isRestart() && other.isRestart());
  }

  private boolean isRestart() {
    return this == RESTART || this == PROBE;
  }
}
