package com.dhakacart.runbook.incident;

import java.util.Comparator;
import java.util.List;

/**
 * A cause with all that speaks for and against it.
 *
 * @param score sum of the weights of its rules
 * @param confidence 0 to 1, from the gap between this cause and the best other one
 */
public record RankedCause(Cause cause, int score, double confidence, List<RuleHit> rules) {

  public RankedCause {
    rules = List.copyOf(rules);
  }

  /** What decided it, for or against, before what hardly counted. */
  public List<RuleHit> strongestFirst() {
    return rules.stream()
        .sorted(Comparator.comparingInt((RuleHit rule) -> Math.abs(rule.weight())).reversed())
        .toList();
  }
}
