package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.incident.EvidencePart.HEALTH;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;

import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.CircumstancesNow;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.HarmDecision;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Judges the new pod of a probe, by the same signs and the same harm as all pods before. */
@Component
class LookAtProbe {

  private final ProbeEvidence evidence;
  private final HarmDecision harm;
  private final Incidents incidents;
  private final CircumstancesNow now;

  LookAtProbe(
      ProbeEvidence evidence, HarmDecision harm, Incidents incidents, CircumstancesNow now) {
    this.evidence = evidence;
    this.harm = harm;
    this.incidents = incidents;
    this.now = now;
  }

  ProbeLook at(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Evidence seen = evidence.of(incident.workload());
    List<Observation> observed = Observations.in(seen, now.of(incident));
    String against =
        Stream.concat(
                ProbeSigns.against(observed),
                harm.reasonsAgainst(Remedy.RESTART, observed).stream())
            .distinct()
            .collect(Collectors.joining("; "));
    return new ProbeLook(
        against,
        ProbeSigns.isWell(seen.of(PODS), seen.of(HEALTH), observed),
        ProbeLook.inWords(seen.of(PODS), seen.of(HEALTH)));
  }
}
