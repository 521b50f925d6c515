package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One part of the evidence in words.
 *
 * @param part what it is about, such as {@code Pods}
 * @param asked the question and its answer; null when it was not asked
 * @param lines plain text, most telling first; empty unless it was answered
 * @param quiet whether it was answered and says nothing unusual
 */
record Finding(String part, Answer<?> asked, List<String> lines, boolean quiet) {

  Finding {
    lines = List.copyOf(lines);
  }

  /** One that is shown always. */
  static <T> Finding of(EvidencePart<T> part, Evidence evidence, Function<T, List<String>> words) {
    return of(part, evidence, words, answer -> false);
  }

  static <T> Finding of(
      EvidencePart<T> part,
      Evidence evidence,
      Function<T, List<String>> words,
      Predicate<T> isQuiet) {
    List<String> lines = evidence.known(part).map(words).orElse(List.of());
    boolean quiet = evidence.known(part).filter(isQuiet).isPresent();
    return new Finding(part.title(), evidence.of(part), lines, quiet);
  }

  boolean wasAsked() {
    return asked != null;
  }

  boolean known() {
    return wasAsked() && asked.answered();
  }

  /** Whether a person who decides has to read it. */
  boolean isTelling() {
    return wasAsked() && !quiet;
  }
}
