package com.dhakacart.runbook.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One measurement of recovery.
 *
 * @param complaints what is not well yet, or could not be asked; empty when all is well
 * @param longAfter whether nobody measured for so long before it that nothing is known of that time
 */
public record RecoveryCheck(Instant at, List<String> complaints, boolean longAfter) {

  private static final String NOT_IN_TIME = "No recovery in time: ";

  /** One that follows the others in time. */
  public RecoveryCheck(Instant at, List<String> complaints) {
    this(at, complaints, false);
  }

  /**
   * The next measurement.
   *
   * @param longestPause between two that are one run
   */
  public static RecoveryCheck next(
      List<RecoveryCheck> before, Instant at, List<String> complaints, Duration longestPause) {
    boolean longAfter =
        last(before).filter(it -> it.at().plus(longestPause).isBefore(at)).isPresent();
    return new RecoveryCheck(at, complaints, longAfter);
  }

  /** The newest of them; empty where nothing was measured. */
  public static Optional<RecoveryCheck> last(List<RecoveryCheck> checks) {
    return checks.isEmpty() ? Optional.empty() : Optional.of(checks.get(checks.size() - 1));
  }

  /** Ends the patience with a change: a person decides. */
  public static RecoveryCheck notInTime(Instant at, String why) {
    return new RecoveryCheck(at, List.of(NOT_IN_TIME + why));
  }

  /** What a person is asked for, where the last check ended the patience; empty otherwise. */
  public static Optional<String> whyNotInTime(List<RecoveryCheck> checks) {
    return last(checks)
        .flatMap(it -> it.complaints().stream().findFirst())
        .filter(it -> it.startsWith(NOT_IN_TIME));
  }

  /** How many there were since a person was last asked, or at all. */
  public static int sinceAsked(List<RecoveryCheck> checks) {
    int count = 0;
    for (RecoveryCheck check : checks) {
      count = whyNotInTime(List.of(check)).isPresent() ? 0 : count + 1;
    }
    return count;
  }

  public RecoveryCheck {
    complaints = List.copyOf(complaints);
  }

  public boolean well() {
    return complaints.isEmpty();
  }

  /**
   * Whether a good measurement was followed by exactly so many bad ones, up to the last one: said
   * once for each time that it gets worse.
   *
   * @param lookedWell whether it looked well before the first of them
   */
  public static boolean failsAgain(List<RecoveryCheck> checks, int badOnes, boolean lookedWell) {
    int wellAt = checks.size() - badOnes - 1;
    boolean wasWell = wellAt < 0 ? wellAt == -1 && lookedWell : checks.get(wellAt).well();
    return wasWell
        && checks.subList(wellAt + 1, checks.size()).stream().noneMatch(RecoveryCheck::well);
  }

  /**
   * The beginning of the unbroken run of good measurements at the end; empty when there is none. A
   * time in which nothing was measured breaks it: no data is not recovery.
   */
  public static Optional<Instant> wellSince(List<RecoveryCheck> checks) {
    Instant since = null;
    for (RecoveryCheck check : checks) {
      boolean goesOn = since != null && !check.longAfter();
      since = check.well() ? (goesOn ? since : check.at()) : null;
    }
    return Optional.ofNullable(since);
  }
}
