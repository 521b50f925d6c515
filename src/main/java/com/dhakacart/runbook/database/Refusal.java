package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What a failed connection says of the database, by its SQL state (Appendix A of PostgreSQL's
 * manual).
 */
final class Refusal {

  private Refusal() {}

  /** Empty where it says something of our account or of the way, and nothing of the database. */
  static Optional<Access> of(SQLException e) {
    if (e.getCause() instanceof UnknownHostException) {
      return Optional.empty(); // a name that only the pods can resolve, or a wrong setting
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "53300" -> Optional.of(Access.NO_FREE_SLOTS);
      // cannot_connect_now; object_not_in_prerequisite_state: a database that allows no connections
      case "57P03", "55000" -> Optional.of(Access.REFUSES_LOGINS);
      // the driver's own: nothing listens, or nothing answers in time
      case "08001", "08004", "08006" -> Optional.of(Access.AWAY);
      default -> Optional.empty();
    };
  }
}
