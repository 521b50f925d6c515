package com.dhakacart.runbook.diagnosis;

import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the errors began, and what says so: the error rate of now; where that is well again, as it
 * was when the alert began or a pod ended; else that moment itself.
 *
 * @param source what says so
 */
record ErrorsBegan(Instant at, Source source) {

  enum Source {
    THE_RATE_ROSE("errors began at %s"),
    THE_RATE_WAS_HIGH_FROM_THE_START(
        "errors began before %s, where the history of the error rate begins"),
    A_POD_ENDED("errors began at %s, which is when a pod ended: the error rate does not say"),
    THE_ALERT_BEGAN(
        "errors began at %s, which is when the alert or the runbook began: the error rate does not say");

    private final String words;

    Source(String words) {
      this.words = words;
    }
  }

  /**
   * @param podEnded when the first pod ended
   * @return empty where neither says anything
   */
  static Optional<ErrorsBegan> in(
      ErrorRateHistory rates, Circumstances circumstances, Optional<Instant> podEnded) {
    double threshold = circumstances.errorThreshold();
    Optional<Instant> alert = Optional.ofNullable(circumstances.alertStartedAt());
    Optional<ErrorsBegan> told =
        podEnded
            .map(it -> new ErrorsBegan(it, Source.A_POD_ENDED))
            .or(() -> alert.map(it -> new ErrorsBegan(it, Source.THE_ALERT_BEGAN)));
    Stream<ErrorRateHistory> asOfThen =
        Stream.of(alert, podEnded).flatMap(Optional::stream).map(rates::until);
    return Stream.concat(Stream.of(rates), asOfThen)
        .flatMap(it -> shownBy(it, threshold).stream())
        .findFirst()
        .map(it -> it.seenToRise() ? it : earlierOf(it, told))
        .or(() -> told);
  }

  private static Optional<ErrorsBegan> shownBy(ErrorRateHistory rates, double threshold) {
    return rates
        .errorsBeganAt(threshold)
        .map(it -> new ErrorsBegan(it, Source.THE_RATE_ROSE))
        .or(
            () ->
                rates
                    .errorsBeganBefore(threshold)
                    .map(it -> new ErrorsBegan(it, Source.THE_RATE_WAS_HIGH_FROM_THE_START)));
  }

  private static ErrorsBegan earlierOf(ErrorsBegan shown, Optional<ErrorsBegan> told) {
    return Stream.concat(Stream.of(shown), told.stream())
        .min(Comparator.comparing(ErrorsBegan::at))
        .orElseThrow();
  }

  /**
   * For a release: errors that were there when it came are older than it, though they have ended
   * since, and only an alert or a pod tells of errors.
   */
  ErrorsBegan metBy(Instant rollout, ErrorRateHistory rates, double threshold) {
    if (source == Source.THE_RATE_ROSE || source == Source.THE_RATE_WAS_HIGH_FROM_THE_START) {
      return this;
    }
    return rates.samples().stream()
        .filter(it -> !it.at().isBefore(rollout))
        .findFirst()
        .filter(it -> it.errorRatio() >= threshold)
        .flatMap(it -> shownBy(rates.until(it.at()), threshold))
        .filter(it -> it.at().isBefore(rollout))
        .orElse(this);
  }

  boolean seenToRise() {
    return source == Source.THE_RATE_ROSE;
  }

  String inWords() {
    return source.words.formatted(at);
  }
}
