package com.dhakacart.runbook.crash;

/** The short form, in which a step has fewer tries. */
class ShortPoisonTest extends Poison {

  ShortPoisonTest() {
    super(2, "  generic-properties.properties.failed-job-retry-time-cycle: PT1S\n");
  }
}
