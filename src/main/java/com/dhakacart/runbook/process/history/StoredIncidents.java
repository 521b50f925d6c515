package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  Optional<StoredIncident> find(String incident) {
    return jdbc.sql(STORED + " where incident_key = ?")
        .param(incident)
        .query(StoredIncidents::stored)
        .optional();
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
