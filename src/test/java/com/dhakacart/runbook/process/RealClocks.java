package com.dhakacart.runbook.process;

import com.dhakacart.runbook.fixtures.SettingsOf;
import java.util.Map;

/** The clocks of the runbooks, as settings give them. */
public final class RealClocks {

  private RealClocks() {}

  public static RunbookClocks of(Map<String, String> properties) {
    return new RunbookClocks(
        SettingsOf.type(PhaseSettings.class, properties),
        SettingsOf.type(RecoverySettings.class, properties),
        SettingsOf.type(ApprovalSettings.class, properties));
  }
}
