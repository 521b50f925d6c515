package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One question to the world and what came back. What could not be asked is unknown: never fine,
 * never zero.
 *
 * @param source what was asked, in words that let a person ask again
 * @param askedAt when
 * @param value the answer; null exactly when unknown
 * @param unknownBecause why there is no answer; null exactly when answered
 */
public record Answer<T>(String source, Instant askedAt, T value, String unknownBecause) {

  public Answer {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(askedAt, "askedAt");
    if ((value == null) == (unknownBecause == null)) {
      throw new IllegalArgumentException(
          "An answer has either a value or a reason why it has none");
    }
  }

  public static <T> Answer<T> of(String source, Instant askedAt, T value) {
    return new Answer<>(source, askedAt, value, null);
  }

  public static <T> Answer<T> unknown(String source, Instant askedAt, String because) {
    return new Answer<>(source, askedAt, null, because);
  }

  public boolean answered() {
    return value != null;
  }

  public Optional<T> known() {
    return Optional.ofNullable(value);
  }

  /** The answer narrowed to a part of it; unknown stays unknown. */
  public <R> Answer<R> map(Function<? super T, ? extends R> part) {
    return answered()
        ? of(source, askedAt, part.apply(value))
        : unknown(source, askedAt, unknownBecause);
  }
}
