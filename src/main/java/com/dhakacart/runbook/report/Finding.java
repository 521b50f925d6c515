package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import java.util.List;
import java.util.function.Function;

/**
 * One part of the evidence in words.
 *
 * @param part what it is about, such as {@code Pods}
 * @param asked the question and its answer; null when it was not asked
 * @param lines plain text, most telling first; empty unless it was answered
 */
record Finding(String part, Answer<?> asked, List<String> lines) {

  static <T> Finding of(EvidencePart<T> part, Evidence evidence, Function<T, List<String>> words) {
    List<String> lines = evidence.known(part).map(words).orElse(List.of());
    return new Finding(part.title(), evidence.of(part), List.copyOf(lines));
  }

  boolean wasAsked() {
    return asked != null;
  }

  boolean known() {
    return wasAsked() && asked.answered();
  }
}
