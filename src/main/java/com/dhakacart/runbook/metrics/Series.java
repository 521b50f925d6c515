package com.dhakacart.runbook.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One series of an answer: one point of an instant query, many of a range query. */
record Series(Map<String, String> labels, List<Point> points) {

  /**
   * @param value may be NaN, such as a quotient of two zeros
   */
  record Point(Instant at, double value) {}

  /** The newest value; empty when there is none or it is no number. */
  Optional<Double> value() {
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(points.get(points.size() - 1).value()).filter(Double::isFinite);
  }

  /** The label's value; all labels where there is no such one, whatever the query aggregated by. */
  String name(String label) {
    return labels.containsKey(label) ? labels.get(label) : name();
  }

  private String name() {
    return String.join(" ", new TreeMap<>(labels).values());
  }
}
