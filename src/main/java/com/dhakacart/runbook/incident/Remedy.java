package com.dhakacart.runbook.incident;

/** What is planned against a cause; the word by which the model parts its ways. */
public enum Remedy {
  RESTART("Restart the backend"),
  PROBE("Restart one pod as a probe, then the rest"),
  MORE_CAPACITY("Raise the limits and scale out"),
  ROLLBACK("Roll back the release"),
  DEGRADATION("Degrade gracefully"),
  UNDO("Undo the change"),
  TAKE_BACK("Take back the temporary change"),
  NONE("No change");

  private final String title;

  Remedy(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Whether it only brings back what was before. */
  public boolean restores() {
    return this == UNDO || this == TAKE_BACK;
  }
}
