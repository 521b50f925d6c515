package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.process.StoredText;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Stops all changes at once: while it is on, plans are still made and shown, and people type the
 * commands. Kept in a table, so that it outlives a restart and holds for every node.
 */
@Component
public class ChangePause implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(ChangePause.class);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private static final String CHANGES = "changes";
  private static final String SETTING = "runbook.changes.paused";

  private final JdbcClient jdbc;
  private final ChangesSettings settings;
  private final Clock clock;
  private volatile double lastKnown = Double.NaN;

  ChangePause(JdbcClient jdbc, ChangesSettings settings, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
    // not asked for at the scrape, which would wait for a database that is away
    Gauge.builder("runbook.changes.paused", this, it -> it.lastKnown)
        .description("1 while all changes are paused, as last read")
        .register(meters);
  }

  /**
   * @param by who paused changes, or ended the pause; null when nobody ever did
   * @param since when; null as above
   * @param reason empty when none was given
   */
  public record State(boolean paused, String by, Instant since, String reason) {}

  /** The setting pauses at each start; only a person ends a pause. */
  @Override
  public void afterSingletonsInstantiated() {
    if (settings.paused()) {
      pause(SETTING, "it is set in the settings");
    }
  }

  @Scheduled(fixedDelayString = "${runbook.gauges.every:15s}")
  public State state() {
    State state = read();
    lastKnown = state.paused() ? 1 : 0;
    return state;
  }

  private State read() {
    return jdbc.sql(
            "select paused, changed_by, changed_at, reason from runbook_pause where name = ?")
        .param(CHANGES)
        .query(
            (row, n) ->
                new State(
                    row.getBoolean(1),
                    row.getString(2),
                    row.getTimestamp(3).toInstant(),
                    row.getString(4)))
        .optional()
        .orElse(new State(false, null, null, ""));
  }

  /** Who paused changes, when and why, as a sentence; empty while they are not paused. */
  public Optional<String> inWords() {
    return Optional.of(state())
        .filter(State::paused)
        .map(
            it ->
                "All changes are paused since %s by %s%s"
                    .formatted(
                        TIME.format(it.since()),
                        it.by(),
                        it.reason().isEmpty() ? "" : ": " + it.reason()));
  }

  /**
   * Pauses all changes; while they are paused, whoever came first stays named.
   *
   * @throws DecisionRefused when the reason is too long to be kept
   */
  public State pause(String user, String reason) {
    if (!state().paused()) {
      write(true, user, StoredText.REASON.whole(reason));
      log.warn("All changes are paused by {}: {}", user, reason);
    }
    return state();
  }

  /** Ends the pause. */
  public State resume(String user) {
    if (state().paused()) {
      write(false, user, "");
      log.warn("The pause of all changes is ended by {}", user);
    }
    return state();
  }

  private void write(boolean paused, String by, String reason) {
    String user = StoredText.USER_ID.whole(by);
    if (!updated(paused, user, reason)) {
      try {
        jdbc.sql(
                "insert into runbook_pause (paused, changed_by, changed_at, reason, name) values (?, ?, ?, ?, ?)")
            .params(paused, user, Timestamp.from(clock.instant()), reason, CHANGES)
            .update();
      } catch (DuplicateKeyException e) {
        updated(paused, user, reason);
      }
    }
  }

  private boolean updated(boolean paused, String user, String reason) {
    return jdbc.sql(
                "update runbook_pause set paused = ?, changed_by = ?, changed_at = ?, reason = ? where name = ?")
            .params(paused, user, Timestamp.from(clock.instant()), reason, CHANGES)
            .update()
        > 0;
  }
}
