package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.RecoveryCheck;
import java.util.List;

/**
 * Published in the transaction that closes an incident.
 *
 * @param incident its key
 * @param measured every measurement of its recovery, oldest first
 */
public record IncidentClosed(String incident, Outcome outcome, List<RecoveryCheck> measured) {

  public IncidentClosed {
    measured = List.copyOf(measured);
  }
}
