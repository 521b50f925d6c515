package com.dhakacart.runbook.storm;

import com.dhakacart.runbook.fixtures.ShippedDatabase;
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
    return Map.of("spring.datasource.url", ShippedDatabase.at(folder.resolve("runbook")));
  }
}
