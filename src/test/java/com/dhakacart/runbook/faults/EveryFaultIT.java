package com.dhakacart.runbook.faults;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With timeouts as long as most are delivered: each look ends well before its job's lock does (90
 * s), so that nobody begins it a second time, and the first phase before its timer (5 min).
 */
@Tag("endurance")
class EveryFaultIT {

  private final EveryFault faults = new EveryFault(Duration.ofSeconds(10), Duration.ofSeconds(60));

  @Test
  void serverDoesItWrong() {
    faults.ofAServer(20);
  }

  @Test
  void nobodyListens() {
    faults.refused();
  }

  @Test
  void nobodyHasThatName() {
    faults.nameIsUnknown();
  }
}
