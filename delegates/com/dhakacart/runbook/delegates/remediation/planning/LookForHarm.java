package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.metrics.Metrics;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Asks what decides whether a change would do harm: the database, the releases, the errors. */
@Component
class LookForHarm {

  private final ClusterView cluster;
  private final DatabaseView database;
  private final HealthProbe health;
  private final Metrics metrics;

  LookForHarm(ClusterView cluster, DatabaseView database, HealthProbe health, Metrics metrics) {
    this.cluster = cluster;
    this.database = database;
    this.health = health;
    this.metrics = metrics;
  }

  /** Health takes long, and is asked only where the database's own word is not enough. */
  Evidence at(DelegateExecution step, Incident incident, List<Observation> before) {
    var workload = incident.workload();
    var pods = cluster.pods(workload);
    var activity = database.activity(PodState.addresses(pods));
    boolean enough =
        activity.known().filter(DatabaseActivity::takesConnections).isPresent()
            && before.stream().noneMatch(it -> Observations.isOfDatabase(it.kind()));
    var answers = enough ? null : health.health(workload);
    var rates =
        seen(ERROR_RATES)
            .find(step)
            .orElseGet(() -> metrics.errorRates(workload, incident.lookedAtFrom()));
    return Evidence.NONE
        .with(PODS, pods)
        .with(HEALTH, answers)
        .with(DATABASE_ACTIVITY, activity)
        .with(ERROR_RATES, rates) // as they were: when the errors began does not change
        .with(RELEASES, cluster.releases(workload));
  }
}
