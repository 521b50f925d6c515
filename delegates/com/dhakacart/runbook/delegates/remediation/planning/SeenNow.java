package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.EvidenceParts.*;
import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.process.CircumstancesNow;
import com.dhakacart.runbook.process.Incidents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What was observed, with the database and the releases as they are now: minutes pass. */
@Component
class SeenNow {

  /** What was seen so short a time ago is not asked twice. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Incidents incidents;
  private final CircumstancesNow now;
  private final LookForHarm look;
  private final ClusterView cluster;

  SeenNow(Incidents incidents, CircumstancesNow now, LookForHarm look, ClusterView cluster) {
    this.incidents = incidents;
    this.now = now;
    this.look = look;
    this.cluster = cluster;
  }

  /** Whose rollout runs at this moment, if any. */
  Optional<Observation> rollout(DelegateExecution step) {
    Incident incident = incidents.of(step);
    return Observations.rollout(
        withErrorRates(cluster.rollout(incident.workload()), step), now.of(incident));
  }

  /** Also of an incident that nobody investigated, since its alert did not look real. */
  List<Observation> observed(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Circumstances circumstances = now.of(incident);
    List<Observation> before = OBSERVED.find(step).orElse(List.of());
    boolean drifted = DRIFT.find(step).filter(it -> !it.isEmpty()).isPresent();
    boolean fresh =
        CIRCUMSTANCES
            .find(step)
            .filter(it -> it.seenAt().plus(FRESH).isAfter(circumstances.seenAt()))
            .isPresent();
    return fresh && !drifted
        ? before
        : Observations.anew(before, assemble(step), look.at(step, incident, before), circumstances);
  }
}
