package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * An incident as a test of the judgement: what was seen, what was right, and what would have done
 * harm. The product exports it, a person corrects it, and the backtest reads it.
 *
 * @param description what really happened, in a sentence or two
 * @param cause the right one; {@code NONE_OF_THEM} where the evidence must not lead to any
 * @param harmful what must not be proposed
 * @param indistinguishable why nothing in the evidence tells that a proposal would do harm; null
 *     for nearly every incident, and no excuse where something does
 * @param evidence as it was when the causes were ranked
 */
public record RecordedIncident(
    String description,
    Cause cause,
    List<Remedy> harmful,
    String indistinguishable,
    Circumstances circumstances,
    Evidence evidence) {

  public RecordedIncident {
    harmful = List.copyOf(harmful);
  }
}
