package com.dhakacart.runbook.process.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The audit log of refusals. The first of its kind is written at once, so that it is not lost with
 * the process; like ones of the same minute are counted in memory, and appended as one more row at
 * the end of that minute, or when the application stops. A kind is all that a {@link Refusal} says.
 *
 * <p>Whoever tries a thousand things gets no thousand rows: after the first hundred different ones
 * of a user, an address, a reason and a status within a minute, their others are one row. Nobody
 * hides behind them what another does, nor what concerns an incident behind what does not.
 */
@Component
public class Refusals implements DisposableBean {

  static final Duration LIKE_ONES_COUNT_FOR = Duration.ofMinutes(1);
  static final int MOST_KINDS_OF_AN_ADDRESS = 100;

  /** What concerns an incident is told apart longer. */
  private static final int MOST_KINDS_OF_AN_INCIDENT = 1_100;

  private static final int MOST_KEPT = 10_000;

  private final RefusalWriter writer;
  private final Clock clock;
  private final Map<Refusal.Reason, Counter> counters = new EnumMap<>(Refusal.Reason.class);
  private final Cache<Refusal, Repeats> minute;
  private final Cache<String, Integer> kindsOfAddress;

  @Autowired
  Refusals(RefusalWriter writer, Clock clock, MeterRegistry meters) {
    this(writer, clock, meters, Ticker.systemTicker());
  }

  Refusals(RefusalWriter writer, Clock clock, MeterRegistry meters, Ticker ticker) {
    this.writer = writer;
    this.clock = clock;
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      counters.put(
          reason,
          Counter.builder("runbook.refusals")
              .tag("reason", reason.name())
              .description("Requests that were refused")
              .register(meters));
    }
    this.minute =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfter(Expiry.<Refusal, Repeats>creating((kind, repeats) -> LIKE_ONES_COUNT_FOR))
            .ticker(ticker)
            .scheduler(Scheduler.systemScheduler())
            .evictionListener(this::minuteIsOver)
            .build();
    this.kindsOfAddress =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfter(Expiry.<String, Integer>creating((from, kinds) -> LIKE_ONES_COUNT_FOR))
            .ticker(ticker)
            .build();
  }

  /**
   * Records what is refused, and returns at once: it neither waits for the database nor throws.
   * What is refused stays refused, also where it cannot be recorded; {@code
   * runbook_refusals_unrecorded_total} counts that.
   *
   * <p>Not for a challenge: a request without credentials that is asked for some was refused
   * nothing yet. The caller decides that.
   */
  public void record(Refusal refusal) {
    counters.get(refusal.reason()).increment();
    Instant now = clock.instant();
    if (minute.asMap().containsKey(refusal) || isAmongTheFirst(refusal)) {
      count(refusal, now);
    } else if (refusal.incident() != null) {
      count(folded(refusal), now);
    } else {
      // whether there is such an incident is asked of the database, and not on the caller's thread
      writer.withIncident(
          refusal,
          found ->
              count(
                  found.incident() != null && isAmongTheFirst(found) ? found : folded(found), now));
    }
  }

  private void count(Refusal kind, Instant now) {
    boolean[] first = new boolean[1];
    minute
        .asMap()
        .compute(
            kind,
            (same, repeats) -> {
              first[0] = repeats == null;
              return repeats == null ? Repeats.NONE : repeats.and(now);
            });
    if (first[0]) {
      writer.write(kind, now, now, 1);
    }
  }

  /** Where one address tries too much, what it tried no longer tells its refusals apart. */
  private static Refusal folded(Refusal refusal) {
    return new Refusal(
        refusal.who(),
        refusal.from(),
        "more than %d different requests in a minute".formatted(most(refusal)),
        refusal.reason(),
        refusal.status(),
        refusal.incident());
  }

  private static int most(Refusal refusal) {
    return refusal.incident() == null ? MOST_KINDS_OF_AN_ADDRESS : MOST_KINDS_OF_AN_INCIDENT;
  }

  private boolean isAmongTheFirst(Refusal refusal) {
    String like =
        String.join(
            " ",
            refusal.from(),
            refusal.who(),
            refusal.reason().name(),
            String.valueOf(refusal.status()),
            String.valueOf(refusal.incident()));
    return kindsOfAddress.asMap().merge(like, 1, Integer::sum) <= most(refusal);
  }

  private void minuteIsOver(Refusal kind, Repeats repeats, RemovalCause cause) {
    if (repeats.times() > 0) {
      writer.write(kind, repeats.first(), repeats.last(), repeats.times());
    }
  }

  /** Nothing that was counted is lost by a stop. */
  @Override
  public void destroy() {
    for (Refusal kind : minute.asMap().keySet()) {
      Repeats repeats = minute.asMap().remove(kind);
      if (repeats != null) {
        minuteIsOver(kind, repeats, RemovalCause.EXPLICIT);
      }
    }
  }

  /** For tests, which do not wait a minute. */
  void endMinutesThatAreOver() {
    minute.cleanUp();
  }

  /**
   * @param first null while there are none, as the last is
   */
  private record Repeats(Instant first, Instant last, int times) {

    static final Repeats NONE = new Repeats(null, null, 0);

    Repeats and(Instant now) {
      return new Repeats(first == null ? now : first, now, times + 1);
    }
  }
}
