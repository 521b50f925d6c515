package com.dhakacart.runbook.process;

/** The incident has not come to its evidence yet. */
public class NothingRecordedYet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NothingRecordedYet(String incident) {
    super(
        "Incident "
            + incident
            + " has not put its evidence together yet; ask again when its immediate actions are over");
  }
}
