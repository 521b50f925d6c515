package com.dhakacart.runbook.database;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.sockets.EndingSockets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Asks PostgreSQL over a connection that is opened for the question and closed after it: whether a
 * new one passes is half of the answer. Never two at a time, so that a database short of slots does
 * not lose more than one to us.
 */
@Component
class PostgresDatabaseView implements DatabaseView {

  /** For every session of the cluster; blockers only of those that wait, since asking costs. */
  private static final String SESSIONS =
      """
      select pid,
             coalesce(backend_type = 'client backend', true) as client,
             usename, application_name, host(client_addr) as address, state,
             coalesce(wait_event_type || ' ' || wait_event, '') as waits_for,
             coalesce(extract(epoch from clock_timestamp() - query_start), 0) as wait_seconds,
             extract(epoch from clock_timestamp() - xact_start) as transaction_seconds,
             case when wait_event_type = 'Lock' then pg_blocking_pids(pid) end as blockers,
             query = '<insufficient privilege>' as hidden
      from pg_stat_activity
      where pid <> pg_backend_pid()""";

  private static final String SLOTS =
      """
      select current_setting('max_connections')::int
             - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true)::int, 0)""";

  private final DatabaseSettings settings;
  private final Clock clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  PostgresDatabaseView(DatabaseSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Answer<DatabaseActivity> activity(Set<String> backendAddresses) {
    Instant askedAt = clock.instant();
    if (!settings.configured()) {
      return Answer.unknown("the database", askedAt, "no connection to the database is configured");
    }
    String source = settings.place() + ": pg_stat_activity, pg_blocking_pids";
    try {
      if (!oneAtATime.tryLock(patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return Answer.unknown(source, askedAt, "another look at it did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.unknown(source, askedAt, "interrupted");
    }
    try {
      return ask(source, askedAt, backendAddresses);
    } finally {
      oneAtATime.unlock();
    }
  }

  private Answer<DatabaseActivity> ask(String source, Instant askedAt, Set<String> addresses) {
    long began = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(settings.url(), properties())) {
      long took = millisSince(began);
      try {
        return Answer.of(source, askedAt, activity(connection, took, addresses));
      } catch (SQLException e) {
        return Refusal.whileAsked(e)
            .map(it -> Answer.of(source, askedAt, closed(it, e, millisSince(began))))
            .orElseGet(() -> Answer.unknown(source, askedAt, problem(e)));
      }
    } catch (SQLException e) {
      long took = millisSince(began);
      return Refusal.of(e, Duration.ofMillis(took), connectTimeout())
          .map(it -> Answer.of(source, askedAt, closed(it, e, took)))
          .orElseGet(() -> Answer.unknown(source, askedAt, problem(e)));
    } catch (RuntimeException e) { // the driver makes arrays of whatever size it is told
      return Answer.unknown(
          source,
          askedAt,
          "what answers there does not speak PostgreSQL's protocol ("
              + e
              + "); check runbook.database.*");
    }
  }

  private static DatabaseActivity closed(Access access, SQLException e, long millis) {
    return DatabaseActivity.closed(access, problem(e), millis);
  }

  /** The driver's words and what it met on the way, without which they are "an I/O error". */
  private static String problem(SQLException e) {
    String met = e.getCause() == null ? "" : " (" + e.getCause() + ")";
    return e.getMessage() + met + "; look at PostgreSQL itself, or check runbook.database.*";
  }

  private DatabaseActivity activity(Connection connection, long took, Set<String> addresses)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int slots;
      try (ResultSet row = statement.executeQuery(SLOTS)) {
        row.next();
        slots = row.getInt(1);
      }
      List<Session> others = sessions(statement);
      BackendSessions backend = BackendSessions.of(settings.backend(), addresses, others);
      Sessions sessions = new Sessions(others, backend);
      return new DatabaseActivity(
          Access.ACCEPTS,
          null,
          took,
          sessions.slotsUsed() + 1,
          slots,
          backend.recognizedBy(),
          sessions.groups(),
          sessions.blockers(),
          sessions.frozen());
    }
  }

  private List<Session> sessions(Statement statement) throws SQLException {
    List<Session> sessions = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(SESSIONS)) {
      while (row.next()) {
        if (row.getBoolean("hidden")) {
          throw new SQLException(
              "the account may not see other sessions; as a superuser: grant pg_monitor to "
                  + settings.username());
        }
        sessions.add(
            new Session(
                row.getInt("pid"),
                row.getBoolean("client"),
                row.getString("usename"),
                row.getString("application_name"),
                row.getString("address"),
                row.getString("state"),
                row.getString("waits_for"),
                row.getDouble("wait_seconds"),
                seconds(row),
                blockers(row)));
      }
    }
    return sessions;
  }

  private static Double seconds(ResultSet row) throws SQLException {
    double seconds = row.getDouble("transaction_seconds");
    return row.wasNull() ? null : seconds;
  }

  private static Set<Integer> blockers(ResultSet row) throws SQLException {
    Set<Integer> pids = new HashSet<>();
    if (row.getArray("blockers") != null) {
      for (Object pid : (Object[]) row.getArray("blockers").getArray()) {
        pids.add((Integer) Objects.requireNonNull(pid));
      }
    }
    return pids;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", settings.username());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "dhakacart-runbook");
    properties.setProperty("readOnly", "true");
    String connect = String.valueOf(connectTimeout().toSeconds());
    properties.setProperty("connectTimeout", connect);
    properties.setProperty("loginTimeout", connect);
    // the server ends the query first; this is for a server that does not answer at all
    Duration unanswered = Duration.ofSeconds(settings.queryTimeout().toSeconds() + 2);
    properties.setProperty("socketTimeout", String.valueOf(unanswered.toSeconds()));
    // and this for one whose answers do not end: all of them together, and what is held of them
    properties.setProperty("socketFactory", EndingSockets.class.getName());
    properties.setProperty("socketFactoryArg", connectTimeout().plus(unanswered).toString());
    properties.setProperty("maxResultBuffer", String.valueOf(EndingSockets.MOST_BYTES));
    properties.setProperty(
        "options",
        "-c default_transaction_read_only=on -c statement_timeout=%s"
            .formatted(settings.queryTimeout().toMillis()));
    return properties;
  }

  /** In whole seconds, as the driver takes it; never 0, which would be for ever. */
  private Duration connectTimeout() {
    return Duration.ofSeconds(Math.max(1, settings.connectTimeout().toSeconds()));
  }

  private Duration patience() {
    return settings.connectTimeout().plus(settings.queryTimeout());
  }

  private static long millisSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }
}
