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

  /** Whether there are samples since then, two or more, and all are under the threshold. */
  public boolean staysUnder(double threshold, Instant since) {
    List<Sample> recent = samples.stream().filter(it -> !it.at().isBefore(since)).toList();
    return recent.size() > 1 && recent.stream().allMatch(it -> it.errorRatio() < threshold);
  }

  /**
   * Whether the last sample is half of the highest or less, and the last three do not rise; a ratio
   * that only swings does not fall clearly.
   */
  public boolean fallsClearly() {
    int last = samples.size() - 1;
    double highest = samples.stream().mapToDouble(Sample::errorRatio).max().orElse(0);
    return last >= 2
        && highest > 0
        && samples.get(last).errorRatio() <= highest / 2
        && samples.get(last).errorRatio() <= samples.get(last - 1).errorRatio()
        && samples.get(last - 1).errorRatio() <= samples.get(last - 2).errorRatio();
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

  /**
   * The first sample, where it and all since are over the threshold: the errors of now are older.
   */
  public Optional<Instant> errorsBeganBefore(double threshold) {
    return samples.stream().allMatch(it -> it.errorRatio() >= threshold)
        ? samples.stream().findFirst().map(Sample::at)
        : Optional.empty();
  }
}
