package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The error ratio over time: the report's chart, and the answer to when the errors began. */
public record ErrorRateHistory(List<Sample> samples) {

  /**
   * @param errorRatio 0 to 1
   */
  public record Sample(Instant at, double errorRatio) {}

  public ErrorRateHistory {
    samples = List.copyOf(samples);
  }

  /**
   * When the errors of now began: the last rise of the ratio from under to over the threshold;
   * empty when it is under it now, or was over it from the first sample on.
   */
  public Optional<Instant> errorsBeganAt(double threshold) {
    Instant began = null;
    boolean under = false;
    for (Sample sample : samples) {
      if (sample.errorRatio() < threshold) {
        under = true;
        began = null;
      } else if (under && began == null) {
        began = sample.at();
      }
    }
    return Optional.ofNullable(began);
  }
}
