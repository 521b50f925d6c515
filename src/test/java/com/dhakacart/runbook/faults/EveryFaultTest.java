package com.dhakacart.runbook.faults;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form: with short timeouts. {@link EveryFaultIT} has those that are delivered. */
class EveryFaultTest {

  private final EveryFault faults = new EveryFault(Duration.ofMillis(300), Duration.ofSeconds(20));

  @Test
  void serverDoesItWrong() {
    faults.ofAServer(3);
  }

  @Test
  void nobodyListens() {
    faults.refused();
  }

  @Test
  void nobodyHasThatName() {
    faults.nameIsUnknown();
  }

  @Test
  void itSpeaksNoTls() throws Exception {
    faults.noTls();
  }
}
