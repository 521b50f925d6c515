package com.dhakacart.runbook.incident;

/** How far a probe has come; the word by which the model parts its ways. */
public enum ProbeState {
  /** Nothing is written yet. */
  NOT_STARTED,
  /** The restart of one pod is asked of the cluster. */
  STARTED,
  /** The new pod exists, and no other will: the rollout is paused. */
  PAUSED,
  /** The new pod is well for as long as a pool takes to fill. */
  HELPS,
  /** The new pod's pool filled again, or it never became well. */
  DOES_NOT_HELP,
  TAKEN_BACK
}
