package com.dhakacart.runbook.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The short form, in which a minute's wait would be most of it. */
class ShortStormTest extends StormOfAlerts {

  ShortStormTest() {
    super(60, 5, Duration.ofSeconds(8));
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
