package com.dhakacart.runbook.process.history;

/** There is no evidence to record: the incident has not come to it yet, or it cannot be read. */
public class NothingRecordedYet extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private NothingRecordedYet(String message) {
    super(message);
  }

  static NothingRecordedYet of(String incident, HistoricVariables variables) {
    return new NothingRecordedYet(
        variables.unreadable().isEmpty()
            ? ("Incident %s has not put its evidence together yet; ask again when its immediate"
                    + " actions are over")
                .formatted(incident)
            : "The evidence of incident %s cannot be read, so there is nothing to record; %s"
                .formatted(incident, String.join("; ", variables.unreadable())));
  }
}
