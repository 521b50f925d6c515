package com.dhakacart.runbook.storm;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

@Tag("endurance-alone")
class StormOnH2IT extends StormOnH2 {

  StormOnH2IT() {
    super(1_000, 100, Duration.ofSeconds(60));
  }
}
