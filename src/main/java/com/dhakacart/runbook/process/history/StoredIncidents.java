package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The incidents there are and were. */
@Component
class StoredIncidents {

  private static final String STORED =
      "select incident_key, service, alert_name, opened_at, closed_at, outcome from runbook_incident";

  private final JdbcClient jdbc;

  StoredIncidents(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<StoredIncident> newest(int most) {
    return jdbc.sql(STORED + " order by opened_at desc, incident_key fetch first ? rows only")
        .param(most)
        .query(StoredIncidents::stored)
        .list();
  }

  List<StoredIncident> openFirst(Optional<String> service, Optional<Outcome> outcome, int most) {
    String which =
        Stream.of(service.map(it -> "service = ?"), outcome.map(it -> "outcome = ?"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" and "));
    return jdbc.sql(
            STORED
                + (which.isEmpty() ? "" : " where " + which)
                + " order by case when outcome is null then 0 else 1 end, opened_at desc,"
                + " incident_key fetch first ? rows only")
        .params(
            Stream.of(service, outcome.map(Outcome::name), Optional.of(most))
                .flatMap(Optional::stream)
                .map(Object.class::cast)
                .toList())
        .query(StoredIncidents::stored)
        .list();
  }

  List<String> services() {
    return jdbc.sql("select distinct service from runbook_incident order by service")
        .query(String.class)
        .list();
  }

  List<StoredIncident> since(Instant at) {
    return jdbc.sql(STORED + " where opened_at >= ?")
        .param(Timestamp.from(at))
        .query(StoredIncidents::stored)
        .list();
  }

  Optional<StoredIncident> find(String incident) {
    return jdbc.sql(STORED + " where incident_key = ?")
        .param(incident)
        .query(StoredIncidents::stored)
        .optional();
  }

  /** Another after each that is opened or closed. */
  String counted() {
    return jdbc.sql("select count(*), count(closed_at) from runbook_incident")
        .query((row, number) -> row.getLong(1) + "-" + row.getLong(2))
        .single();
  }

  private static StoredIncident stored(ResultSet row, int number) throws SQLException {
    String outcome = row.getString(6);
    return new StoredIncident(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getTimestamp(4).toInstant(),
        row.getTimestamp(5) == null ? null : row.getTimestamp(5).toInstant(),
        outcome == null ? null : Outcome.valueOf(outcome));
  }

  /**
   * @param closedAt null while it is open, as the outcome is
   */
  record StoredIncident(
      String key,
      String service,
      String alertName,
      Instant openedAt,
      Instant closedAt,
      Outcome outcome) {}
}
