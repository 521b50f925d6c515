package com.dhakacart.runbook.process.access;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How many wrong passwords came from whom, at whichever node. The table has no more rows than can
 * be counted with ease: what is old goes, and in a flood of strangers what is oldest.
 */
@Component
class WrongPasswords {

  /** Longer than the longest wait, so that patience does not set the count back. */
  private static final Duration FORGET_AFTER = Duration.ofMinutes(30);

  static final int MOST_KEPT = 20_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  WrongPasswords(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * @param times how many
   * @param last when the last try began or failed
   */
  record Count(int times, Instant last) {}

  /** What is known of somebody; empty where nothing is, or it is too long ago. */
  Optional<Count> of(String digest) {
    return jdbc.sql(
            "select times, last_at from runbook_wrong_password where digest = ? and last_at > ?")
        .params(digest, forgotten())
        .query((row, n) -> new Count(row.getInt(1), row.getTimestamp(2).toInstant()))
        .optional();
  }

  /**
   * A try begins.
   *
   * @return false where another one began or failed since {@code seen} was read
   */
  boolean begin(String digest, Count seen) {
    return jdbc.sql(
                "update runbook_wrong_password set last_at = ? where digest = ? and times = ? and last_at = ?")
            .params(now(), digest, seen.times(), Timestamp.from(seen.last()))
            .update()
        > 0;
  }

  /** One more. */
  void add(String digest) {
    if (!counted(digest)) {
      try {
        jdbc.sql("insert into runbook_wrong_password (digest, times, last_at) values (?, 1, ?)")
            .params(digest, now())
            .update();
      } catch (DuplicateKeyException e) {
        counted(digest); // somebody else's was the first, in this moment
      }
    }
  }

  private boolean counted(String digest) {
    return jdbc.sql(
                """
                update runbook_wrong_password
                set times = case when last_at > ? then times + 1 else 1 end, last_at = ?
                where digest = ?""")
            .params(forgotten(), now(), digest)
            .update()
        > 0;
  }

  void forget(String digest) {
    jdbc.sql("delete from runbook_wrong_password where digest = ?").param(digest).update();
  }

  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
  void removeWhatIsOld() {
    jdbc.sql("delete from runbook_wrong_password where last_at <= ?").param(forgotten()).update();
    jdbc.sql(
            """
            delete from runbook_wrong_password where last_at < (
              select last_at from runbook_wrong_password
              order by last_at desc offset ? rows fetch first 1 rows only)""")
        .param(MOST_KEPT)
        .update();
  }

  private Timestamp forgotten() {
    return Timestamp.from(clock.instant().minus(FORGET_AFTER));
  }

  /** As the column keeps it, so that it is found again. */
  private Timestamp now() {
    return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
