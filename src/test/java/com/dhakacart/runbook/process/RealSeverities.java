package com.dhakacart.runbook.process;

import com.dhakacart.runbook.fixtures.SettingsOf;
import java.util.Map;

/** How severe incidents are, by the settings as they are delivered. */
public final class RealSeverities {

  private RealSeverities() {}

  public static Severities of(Incidents incidents) {
    return new Severities(incidents, SettingsOf.type(SeveritySettings.class, Map.of()));
  }
}
