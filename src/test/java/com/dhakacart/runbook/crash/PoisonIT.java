package com.dhakacart.runbook.crash;

import org.junit.jupiter.api.Tag;

@Tag("endurance")
class PoisonIT extends Poison {

  PoisonIT() {
    super(4, "");
  }
}
