package com.dhakacart.runbook.incident;

/** What the runbook may do to production. */
public enum ChangeKind {
  RESTART,
  RAISE_LIMITS,
  SCALE_OUT,
  ROLL_BACK,
  DEGRADE
}
