package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What a failed question says of the database, by its SQL state (Appendix A of PostgreSQL's manual;
 * 08 are the driver's own, about the way to it).
 */
final class Refusal {

  private Refusal() {}

  /**
   * Empty where it says something of our account or of our settings, and nothing of the database.
   *
   * @param took until it failed
   * @param patience how long the driver waits for a connection: whoever waited so long got no
   *     answer, whatever the driver calls it
   */
  static Optional<Access> of(SQLException e, Duration took, Duration patience) {
    return switch (state(e)) {
      case "53300" -> Optional.of(Access.NO_FREE_SLOTS);
      // cannot_connect_now; object_not_in_prerequisite_state: a database that allows no connections
      case "57P03", "55000" -> Optional.of(Access.REFUSES_LOGINS);
      // the driver could not get there, or heard no more; 08004 is its "not with these settings"
      case "08001", "08006" -> onTheWay(e.getCause(), took.compareTo(patience) >= 0);
      default -> Optional.empty();
    };
  }

  /** What ends a question over a connection that stands, where that is the time it takes. */
  static Optional<Access> whileAsked(SQLException e) {
    boolean unheard = state(e).equals("08006") && e.getCause() instanceof SocketTimeoutException;
    // query_canceled, by our own statement_timeout
    return unheard || state(e).equals("57014") ? Optional.of(Access.SILENT) : Optional.empty();
  }

  private static Optional<Access> onTheWay(Throwable cause, boolean waitedInVain) {
    if (cause instanceof UnknownHostException // a name that only the pods can resolve
        || cause instanceof SSLException) {
      return Optional.empty();
    }
    if (cause instanceof SocketTimeoutException || waitedInVain) {
      return Optional.of(Access.SILENT);
    }
    // without one it is about the address that is configured, such as its targetServerType
    return Optional.ofNullable(cause).map(it -> Access.AWAY);
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }
}
