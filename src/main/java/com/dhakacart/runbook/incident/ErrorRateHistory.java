package com.dhakacart.runbook.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The error ratio over time: the report's chart, and the answer to when the errors began.
 *
 * <p>A sample under the threshold ends no errors, since the rate of one minute dips by chance:
 * where 7 % of 120 requests fail, one minute in seven shows less than 5 %. Errors have ended where
 * the rate stayed under the threshold for five minutes, over which the alert's own expression
 * looks, so that by then it is under it, too; or under a fifth of the threshold for 45 s. Nor does
 * a sample over it make errors that last: what was over it for a minute at most, as one burst is,
 * has ended after 45 s under it. Time without samples is no calm: both its ends have to be seen.
 */
public record ErrorRateHistory(List<Sample> samples) {

  private static final Duration LONG_CALM = Duration.ofMinutes(5);

  /** From the first to the last sample, of which each is the rate of the minute before it. */
  private static final Duration SHORT_CALM = Duration.ofSeconds(45);

  private static final Duration BURST = Duration.ofMinutes(1);
  private static final double NEXT_TO_NONE = 0.2;

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

  /** As it was known at that moment. */
  public ErrorRateHistory until(Instant moment) {
    return new ErrorRateHistory(samples.stream().filter(it -> !it.at().isAfter(moment)).toList());
  }

  /**
   * When the errors of now began: the first sample over the threshold since they were last ended;
   * empty when they have ended, or were there from the first sample on.
   */
  public Optional<Instant> errorsBeganAt(double threshold) {
    return errorsOfNow(threshold).filter(it -> it > 0).map(it -> samples.get(it).at());
  }

  /** The first sample, where the errors of now were there from it on: they are older. */
  public Optional<Instant> errorsBeganBefore(double threshold) {
    return errorsOfNow(threshold).filter(it -> it == 0).map(it -> samples.get(it).at());
  }

  /** The last sample under the threshold, which may have ended no errors. */
  public Optional<Instant> lastUnder(double threshold) {
    return samples.stream()
        .filter(it -> it.errorRatio() < threshold)
        .reduce((earlier, later) -> later)
        .map(Sample::at);
  }

  /** The number of their first sample; empty when they have ended. */
  private Optional<Integer> errorsOfNow(double threshold) {
    Integer began = null;
    for (int i = 0; i < samples.size(); i++) {
      if (began == null && samples.get(i).errorRatio() >= threshold) {
        began = i;
      } else if (began != null && haveEnded(began, i, threshold)) {
        began = null;
      }
    }
    return Optional.ofNullable(began);
  }

  private boolean haveEnded(int began, int now, double threshold) {
    int under = firstUnder(threshold, now);
    // where they were there from the first sample on, nobody knows how long they had lasted
    boolean burst = began > 0 && between(began, under).compareTo(BURST) <= 0;
    Duration calm = between(under, now);
    Duration clear = between(firstUnder(threshold * NEXT_TO_NONE, now), now);
    return calm.compareTo(LONG_CALM) >= 0
        || burst && calm.compareTo(SHORT_CALM) >= 0
        || clear.compareTo(SHORT_CALM) >= 0;
  }

  /** The first of the samples up to now that all are under a limit; now where that one is not. */
  private int firstUnder(double limit, int now) {
    int first = now;
    while (first >= 0 && samples.get(first).errorRatio() < limit) {
      first--;
    }
    return Math.min(first + 1, now);
  }

  private Duration between(int first, int last) {
    return Duration.between(samples.get(first).at(), samples.get(last).at());
  }
}
