package com.dhakacart.runbook.storm;

import java.time.Duration;

/** The short form, in which a minute's wait would be most of it. */
class ShortStormTest extends StormOnH2 {

  ShortStormTest() {
    super(60, 5, Duration.ofSeconds(8));
  }
}
