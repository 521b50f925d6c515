package com.dhakacart.runbook.process.watch;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose turn it is: of all nodes one makes a round, and the table decides which. */
@Component
class Rounds {

  /** Nodes' pauses are not equally long to the millisecond. */
  private static final Duration EARLY = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final WatchSettings settings;
  private final Clock clock;

  Rounds(JdbcClient jdbc, WatchSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @param last when the round before was; null for the first one
   */
  record Round(Instant last) {}

  /** Begins a round, where it is time for one and no other node has begun it. */
  Optional<Round> begin(String service) {
    Instant now = clock.instant();
    Instant last = lastOf(service).orElse(null);
    if (last == null) {
      return first(service, now) ? Optional.of(new Round(null)) : Optional.empty();
    }
    if (last.isAfter(now.minus(settings.every()).plus(EARLY))) {
      return Optional.empty();
    }
    boolean ours =
        jdbc.sql(
                    "update runbook_watch set noted_at = ?, rounds = rounds + 1 where service = ?"
                        + " and noted_at = ?")
                .params(Timestamp.from(now), service, Timestamp.from(last))
                .update()
            > 0;
    return ours ? Optional.of(new Round(last)) : Optional.empty();
  }

  private boolean first(String service, Instant now) {
    try {
      jdbc.sql("insert into runbook_watch (service, since, noted_at, rounds) values (?, ?, ?, 1)")
          .params(service, Timestamp.from(now), Timestamp.from(now))
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private Optional<Instant> lastOf(String service) {
    return jdbc.sql("select noted_at from runbook_watch where service = ?")
        .param(service)
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }
}
