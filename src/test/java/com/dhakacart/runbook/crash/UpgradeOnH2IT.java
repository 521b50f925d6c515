package com.dhakacart.runbook.crash;

import org.junit.jupiter.api.Tag;

@Tag("endurance")
class UpgradeOnH2IT extends Upgrade {

  UpgradeOnH2IT() {
    super(OlderDatabase.ON_H2);
  }
}
