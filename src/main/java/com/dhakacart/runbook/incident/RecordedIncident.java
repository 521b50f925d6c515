package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * An incident as a test of the judgement: what was seen, what was right, and what would have done
 * harm. The product exports it, a person corrects it, and the backtest reads it.
 *
 * @param description what really happened, in a sentence or two
 * @param cause the right one; {@code NONE_OF_THEM} where the evidence must not lead to any
 * @param harmful what must not be proposed
 * @param evidence as it was when the causes were ranked
 * @param remedy the right ones, any of which heals; empty where no change may be proposed, null
 *     where nobody has judged it
 */
public record RecordedIncident(
    String description,
    Cause cause,
    List<Remedy> harmful,
    Circumstances circumstances,
    Evidence evidence,
    List<Remedy> remedy) {

  public RecordedIncident {
    harmful = List.copyOf(harmful);
    remedy = remedy == null ? null : List.copyOf(remedy);
  }

  /** One of which nobody has said yet what would have healed it. */
  public RecordedIncident(
      String description,
      Cause cause,
      List<Remedy> harmful,
      Circumstances circumstances,
      Evidence evidence) {
    this(description, cause, harmful, circumstances, evidence, null);
  }
}
