package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which episodes of alerts were seen, and whose they are. Joins the transaction of its caller. */
@Component
class Episodes {

  private final JdbcClient jdbc;
  private final Clock clock;

  Episodes(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What is known of an episode; empty when it was never seen. */
  Optional<Episode> of(Alert alert) {
    return jdbc.sql(
            "select incident_key, starts_at, delivered from runbook_episode where fingerprint = ? and starts_at = ?")
        .params(alert.fingerprint(), startOf(alert))
        .query(Episodes::episode)
        .optional();
  }

  /**
   * The episode that an end belongs to whose {@code startsAt} is none that was seen: some senders
   * give an end a beginning of its own. It is the newest one of the fingerprint, if it had begun by
   * then and was not over before.
   */
  Optional<Episode> endedBy(Alert end) {
    Timestamp at =
        Timestamp.from(
            Objects.requireNonNullElse(end.endsAt(), end.startsAt())
                .truncatedTo(ChronoUnit.MILLIS));
    return jdbc.sql(
            """
            select incident_key, starts_at, delivered from runbook_episode
            where fingerprint = ? and incident_key is not null and starts_at <= ?
              and (resolved_at is null or resolved_at >= ?)
            order by starts_at desc fetch first 1 rows only""")
        .params(end.fingerprint(), at, at)
        .query(Episodes::episode)
        .optional();
  }

  private static Episode episode(ResultSet row, int number) throws SQLException {
    return new Episode(row.getString(1), row.getTimestamp(2).toInstant(), row.getBoolean(3));
  }

  /**
   * @param incident null when it came before any incident, or belongs to none
   * @param delivered not, when it was only found by asking
   */
  record Episode(String incident, Instant startsAt, boolean delivered) {}

  /**
   * Notes an episode.
   *
   * @param incident null for an end whose beginning was never seen
   * @throws DuplicateKeyException when the same episode is noted at this very moment
   */
  void note(Alert alert, String incident, boolean delivered) {
    jdbc.sql(
            """
            insert into runbook_episode
              (fingerprint, starts_at, incident_key, alert_name, service, severity, received_at, resolved_at, delivered)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .params(
            alert.fingerprint(),
            startOf(alert),
            incident,
            alert.name(),
            alert.service(),
            alert.severity(),
            Timestamp.from(clock.instant()),
            alert.firing() ? null : Timestamp.from(clock.instant()),
            delivered)
        .update();
  }

  void delivered(String fingerprint, Instant startsAt) {
    jdbc.sql("update runbook_episode set delivered = true where fingerprint = ? and starts_at = ?")
        .params(fingerprint, Timestamp.from(startsAt))
        .update();
  }

  /** As {@link AlertDesk#undelivered}. */
  List<Alert> undelivered(List<Alert> alerts, Instant foundBefore) {
    Set<Map.Entry<String, Timestamp>> found =
        jdbc.sql(
                """
                select fingerprint, starts_at from runbook_episode
                where not delivered and resolved_at is null and received_at < ?""")
            .param(Timestamp.from(foundBefore))
            .query((row, number) -> Map.entry(row.getString(1), row.getTimestamp(2)))
            .set();
    return alerts.stream()
        .filter(it -> found.contains(Map.entry(it.fingerprint(), startOf(it))))
        .toList();
  }

  /**
   * The alerts of an incident that fire and came after it was last measured; it is as if they had
   * not. By the order in which they came, since nodes have clocks of their own; deliveries that
   * join one incident wait for each other.
   */
  List<Alert> takeLate(String incident) {
    List<Alert> late =
        jdbc.sql(
                """
                select fingerprint, alert_name, service, severity, starts_at from runbook_episode
                where incident_key = ? and resolved_at is null and arrival >
                  (select measured_arrival from runbook_incident where incident_key = ?)
                order by starts_at, fingerprint""")
            .params(incident, incident)
            .query(Episodes::firing)
            .list();
    for (Alert alert : late) {
      jdbc.sql("delete from runbook_episode where fingerprint = ? and starts_at = ?")
          .params(alert.fingerprint(), startOf(alert))
          .update();
    }
    return late;
  }

  private static Alert firing(ResultSet row, int number) throws SQLException {
    return new Alert(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        true,
        row.getTimestamp(5).toInstant(),
        null,
        Map.of(),
        Map.of());
  }

  void resolved(String fingerprint, Instant startsAt) {
    jdbc.sql(
            "update runbook_episode set resolved_at = ? where fingerprint = ? and starts_at = ? and resolved_at is null")
        .params(Timestamp.from(clock.instant()), fingerprint, Timestamp.from(startsAt))
        .update();
  }

  /** The column keeps milliseconds; what is compared with it must, too. */
  private static Timestamp startOf(Alert alert) {
    return Timestamp.from(alert.startsAt().truncatedTo(ChronoUnit.MILLIS));
  }
}
