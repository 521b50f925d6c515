package com.dhakacart.runbook.storm;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** On the file that needs no server. */
abstract class StormOnH2 extends StormOfAlerts {

  @TempDir Path folder;

  StormOnH2(int many, int quiet, Duration phase) {
    super(many, quiet, phase);
  }

  @Override
  Map<String, String> database() {
    return Map.of("spring.datasource.url", url());
  }

  /** A step that was cut off may hold the file, or write why, while the folder is deleted. */
  @AfterEach
  void closeDatabase() throws SQLException {
    end();
    try (var connection = DriverManager.getConnection(url(), "sa", "");
        var statement = connection.createStatement()) {
      statement.execute("shutdown immediately");
    }
  }

  private String url() {
    return "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256;WRITE_DELAY=0;TRACE_LEVEL_FILE=0"
        .formatted(folder.resolve("runbook"));
  }
}
