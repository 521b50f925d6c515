package com.dhakacart.runbook.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** On the file that needs no server. */
@Tag("endurance")
class StormOnH2IT extends StormOfAlerts {

  StormOnH2IT() {
    super(1_000, 100, Duration.ofSeconds(60));
  }

  @TempDir Path folder;

  @Override
  Map<String, String> database() {
    return Map.of(
        "spring.datasource.url",
        "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256;WRITE_DELAY=0"
            .formatted(folder.resolve("runbook")));
  }
}
