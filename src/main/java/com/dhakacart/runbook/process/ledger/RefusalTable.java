package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.RefusedRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The only place that knows the table of refusals: it appends, reads, and removes what is old. */
@Component
class RefusalTable {

  private static final String READ =
      """
      select first_at, last_at, times, user_id, address, request, why, status, incident_key
      from runbook_refusal""";

  private final RefusalConnections connections;
  private final JdbcClient jdbc;

  RefusalTable(RefusalConnections connections, JdbcClient jdbc) {
    this.connections = connections;
    this.jdbc = jdbc;
  }

  /** One row, in a transaction and on a connection of its own. */
  void append(Refusal refusal, Instant firstAt, Instant lastAt, int times) {
    connections
        .jdbc()
        .sql(
            """
            insert into runbook_refusal
              (first_at, last_at, times, user_id, address, request, why, status, incident_key)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .params(
            Timestamp.from(firstAt),
            Timestamp.from(lastAt),
            times,
            refusal.who(),
            refusal.from(),
            refusal.what(),
            refusal.reason().name(),
            refusal.status(),
            refusal.incident())
        .update();
  }

  /**
   * @param before when the newest that is wanted was last refused, exclusive
   */
  List<RefusedRequest> newest(Instant before, int most) {
    return jdbc.sql(
            READ + " where last_at < ? order by last_at desc, id desc fetch first ? rows only")
        .params(Timestamp.from(before), most)
        .query(RefusalTable::row)
        .list();
  }

  /** Oldest first. */
  List<RefusedRequest> concerning(String incident, int most) {
    return jdbc.sql(READ + " where incident_key = ? order by first_at, id fetch first ? rows only")
        .params(incident, most)
        .query(RefusalTable::row)
        .list();
  }

  /**
   * @return how many rows went
   */
  int removeOlderThan(Instant at) {
    return jdbc.sql("delete from runbook_refusal where last_at < ?")
        .param(Timestamp.from(at))
        .update();
  }

  private static RefusedRequest row(ResultSet row, int number) throws SQLException {
    return new RefusedRequest(
        row.getTimestamp(1).toInstant(),
        row.getTimestamp(2).toInstant(),
        row.getInt(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        sentence(row.getString(7)),
        row.getInt(8),
        row.getString(9));
  }

  /** A reason that another version wrote stands for itself. */
  private static String sentence(String reason) {
    for (Refusal.Reason known : Refusal.Reason.values()) {
      if (known.name().equals(reason)) {
        return known.sentence();
      }
    }
    return reason;
  }
}
