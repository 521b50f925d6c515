package com.dhakacart.runbook.crash;

import org.junit.jupiter.api.Tag;

@Tag("endurance")
class UpgradeOnPostgresIT extends Upgrade {

  UpgradeOnPostgresIT() {
    super(OlderDatabase.ON_POSTGRES);
  }
}
