package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Incident;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What evidence is read against at this moment: the settings, and what the alerts say. */
@Component
public class CircumstancesNow {

  private final Incidents incidents;
  private final ServiceSettings services;
  private final RecoverySettings recovery;
  private final Clock clock;

  CircumstancesNow(
      Incidents incidents, ServiceSettings services, RecoverySettings recovery, Clock clock) {
    this.incidents = incidents;
    this.services = services;
    this.recovery = recovery;
    this.clock = clock;
  }

  public Circumstances of(Incident incident) {
    return new Circumstances(
        recovery.errorRatio(),
        incidents.alertStartedAt(incident),
        clock.instant(),
        services.concerning(incident.workload().service()));
  }
}
