package com.dhakacart.runbook.storage;

import java.sql.SQLException;
import java.util.Optional;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Two sentences in the log instead of a stack trace, where the runbook's own database does not let
 * it in or cannot be reached.
 */
class DatabaseRefusesAnalyzer extends AbstractFailureAnalyzer<SQLException> {

  private static final String NO_LOG_IN = "28";
  private static final String NO_SUCH_DATABASE = "3D";
  private static final String NO_SUCH_H2_DATABASE = "90146";
  private static final String NO_CONNECTION = "08";
  private static final String OUT_OF_CONNECTIONS = "53300";

  private final Environment environment;

  DatabaseRefusesAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
    SQLException innermost = innermost(rootFailure).orElse(cause);
    String state = String.valueOf(innermost.getSQLState());
    String action = action(state);
    return action == null
        ? null
        : new FailureAnalysis(
            "The runbook's database does not take a connection: "
                + innermost.getMessage().lines().findFirst().orElse(state)
                + ".",
            action,
            cause);
  }

  private String action(String state) {
    String user = environment.getProperty("spring.datasource.username", "");
    if (state.startsWith(NO_LOG_IN)) {
      return "Set DB_USER (it is \"%s\") and DB_PASSWORD, or its file, to those of a user of the database that DB_URL names"
          .formatted(user);
    }
    if (state.startsWith(NO_SUCH_DATABASE) || state.equals(NO_SUCH_H2_DATABASE)) {
      return "Create the database, or set DB_URL to one that is there";
    }
    if (state.equals(OUT_OF_CONNECTIONS)) {
      return "Raise max_connections of the database, or end what holds its connections";
    }
    return state.startsWith(NO_CONNECTION)
        ? "Start the database, and set DB_URL to where it answers and takes writes"
        : null;
  }

  /** A pool and a migration say less of why than the driver does. */
  private static Optional<SQLException> innermost(Throwable failure) {
    SQLException found = null;
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof SQLException e && e.getSQLState() != null) {
        found = e;
      }
    }
    return Optional.ofNullable(found);
  }
}
