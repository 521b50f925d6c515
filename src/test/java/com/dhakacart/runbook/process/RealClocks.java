package com.dhakacart.runbook.process;

import com.dhakacart.runbook.fixtures.SettingsOf;
import java.util.Map;

/** The clocks of the runbooks, as settings give them. */
public final class RealClocks {

  private RealClocks() {}

  public static RunbookClocks of(Map<String, String> properties) {
    PhaseSettings phases = SettingsOf.type(PhaseSettings.class, properties);
    RecoverySettings recovery = SettingsOf.type(RecoverySettings.class, properties);
    ApprovalSettings approval = SettingsOf.type(ApprovalSettings.class, properties);
    return new RunbookClocks(phases, recovery, new ModelTimes(phases, recovery, approval));
  }
}
