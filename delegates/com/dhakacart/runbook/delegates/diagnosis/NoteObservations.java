package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.process.CircumstancesNow;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.Incidents;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Turns the evidence into the observations that the decision table weighs. */
@Component
class NoteObservations implements JavaDelegate {

  private final Incidents incidents;
  private final CircumstancesNow now;

  NoteObservations(Incidents incidents, CircumstancesNow now) {
    this.incidents = incidents;
    this.now = now;
  }

  @Override
  public void execute(DelegateExecution step) {
    Evidence evidence = EvidenceParts.assemble(step);
    Circumstances circumstances = now.of(incidents.of(step));
    List<Observation> observed = Observations.in(evidence, circumstances);
    EVIDENCE.set(step, evidence);
    CIRCUMSTANCES.set(step, circumstances);
    OBSERVED.set(step, observed);
    OBSERVATIONS.set(step, new ArrayList<>(observed.stream().map(it -> it.kind().name()).toList()));
  }
}
