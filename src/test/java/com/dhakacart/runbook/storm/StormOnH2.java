package com.dhakacart.runbook.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** On the file that needs no server. */
abstract class StormOnH2 extends StormOfAlerts {

  /** No folder that the test takes away: a step that is cut off at the end holds the file still. */
  private final Path folder =
      Path.of("target", "storm", UUID.randomUUID().toString()).toAbsolutePath();

  StormOnH2(int many, int quiet, Duration phase) {
    super(many, quiet, phase);
  }

  @Override
  Map<String, String> database() {
    return Map.of(
        "spring.datasource.url",
        "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256;ANALYZE_AUTO=0;WRITE_DELAY=0"
            .formatted(folder.resolve("runbook")));
  }
}
