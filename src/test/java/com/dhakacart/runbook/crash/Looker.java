package com.dhakacart.runbook.crash;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks into a PostgreSQL as if it were the backend's, where it may. */
record Looker(JdbcClient database) {

  Looker {
    database.sql("create role looker in role pg_monitor").update();
  }

  void may(boolean look) {
    database.sql("alter role looker " + (look ? "login" : "nologin")).update();
  }

  /**
   * A line of the settings below {@code runbook}.
   *
   * @param port where it looks
   */
  String settings(int port) {
    return "  database: {url: \"jdbc:postgresql://127.0.0.1:%d/postgres\", username: looker, backend.application-names: dhakacart}\n"
        .formatted(port);
  }
}
