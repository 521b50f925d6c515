package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observations;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ServiceSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Turns the evidence into the observations that the decision table weighs. */
@Component
class NoteObservations implements JavaDelegate {

  private final Incidents incidents;
  private final ServiceSettings services;
  private final RecoverySettings recovery;
  private final Clock clock;

  NoteObservations(
      Incidents incidents, ServiceSettings services, RecoverySettings recovery, Clock clock) {
    this.incidents = incidents;
    this.services = services;
    this.recovery = recovery;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Evidence evidence = EvidenceParts.assemble(step);
    Circumstances circumstances =
        new Circumstances(
            recovery.errorRatio(),
            incidents.alertStartedAt(incident),
            clock.instant(),
            services.concerning(incident.workload().service()));
    List<Observation> observed = Observations.in(evidence, circumstances);
    EVIDENCE.set(step, evidence);
    CIRCUMSTANCES.set(step, circumstances);
    OBSERVED.set(step, observed);
    OBSERVATIONS.set(step, new ArrayList<>(observed.stream().map(it -> it.kind().name()).toList()));
  }
}
