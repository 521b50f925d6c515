package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is normal for a service, as it was noted while nothing was wrong.
 *
 * @param since when it was noted first; null where it never was
 * @param rounds how often it was noted
 * @param figures those of this hour of the day
 * @param patterns what its logs say, those that were noted last first
 */
public record Usual(
    Instant since, int rounds, List<UsualFigure> figures, List<UsualPattern> patterns) {

  /** Before that, what was not noted may only not have happened yet. */
  private static final int ENOUGH = 3;

  /** An incident's lines are those of several rounds; more than of so many is a surge. */
  private static final int SURGE = 10;

  /** What is measured of a service. */
  public enum Measure {
    REQUESTS_PER_SECOND,
    ERROR_RATIO,
    P95_SECONDS,
    CPU_CORES,
    MEMORY_BYTES
  }

  /**
   * @param subject the route; empty for the service as a whole, or the busiest of its pods
   * @param highest of late: what is long ago counts less
   */
  public record UsualFigure(
      Measure measure, String subject, int rounds, double average, double highest) {

    /** A service with less has a dozen a minute, of which few are chance. */
    private static final double FEW_REQUESTS = 0.2;

    /** Whether a value is within what was noted, and a fifth. */
    public boolean includes(double value) {
      return value <= Math.max(1.2 * highest, 1.5 * average);
    }

    /**
     * Whether requests are less than a fifth of the average of their hour: customers do not get
     * through. Other measures may be as low as they like.
     */
    public boolean isFarAbove(double value) {
      return measure == Measure.REQUESTS_PER_SECOND
          && average >= FEW_REQUESTS
          && value < average / 5;
    }
  }

  /**
   * @param rounds in how many of them it was there
   * @param lines in all of them
   */
  public record UsualPattern(
      LogPattern.Words words, int rounds, long lines, Instant firstSeen, Instant lastSeen) {}

  public Usual {
    figures = List.copyOf(figures);
    patterns = List.copyOf(patterns);
  }

  /** Whether enough was noted to call something new. */
  public boolean tellsWhatIsNew() {
    return rounds >= ENOUGH;
  }

  public Optional<UsualFigure> figure(Measure measure, String subject) {
    return figures.stream()
        .filter(it -> it.measure() == measure && it.subject().equals(subject))
        .filter(it -> it.rounds() >= ENOUGH)
        .findFirst();
  }

  /** What was noted of lines that say the same. */
  public Optional<UsualPattern> pattern(LogPattern line) {
    return patterns.stream().filter(it -> it.words().equals(line.words())).findFirst();
  }

  /**
   * Whether a line is said in most rounds, and there are no more of it now than in ten of them:
   * then it says nothing of what is wrong.
   */
  public boolean isAlwaysSaid(LogPattern line) {
    return pattern(line)
        .filter(it -> it.rounds() * 2 > rounds)
        .filter(it -> line.count() <= SURGE * (double) it.lines() / it.rounds())
        .isPresent();
  }
}
