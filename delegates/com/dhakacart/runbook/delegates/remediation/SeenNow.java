package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observations;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What was observed, with the database and the releases as they are now: minutes pass. */
@Component
class SeenNow {

  /** What was seen so short a time ago is not asked twice. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final ClusterView cluster;
  private final DatabaseView database;
  private final HealthProbe health;
  private final Clock clock;

  SeenNow(ClusterView cluster, DatabaseView database, HealthProbe health, Clock clock) {
    this.cluster = cluster;
    this.database = database;
    this.health = health;
    this.clock = clock;
  }

  List<Observation> observed(DelegateExecution step, Workload workload) {
    List<Observation> before = OBSERVED.find(step).orElse(List.of());
    boolean drifted = DRIFT.find(step).filter(it -> !it.isEmpty()).isPresent();
    return CIRCUMSTANCES
        .find(step)
        .filter(it -> drifted || it.seenAt().plus(FRESH).isBefore(clock.instant()))
        .map(it -> Observations.anew(before, look(step, workload, before), it.at(clock.instant())))
        .orElse(before);
  }

  /** Health takes long, and is asked only where the database's own word is not enough. */
  private Evidence look(DelegateExecution step, Workload workload, List<Observation> before) {
    var pods = cluster.pods(workload);
    var activity = database.activity(PodState.addresses(pods));
    boolean enough =
        activity.known().filter(DatabaseActivity::takesConnections).isPresent()
            && before.stream().noneMatch(it -> Observations.isOfDatabase(it.kind()));
    var answers = enough ? null : health.health(workload);
    var rates = ERROR_RATES.find(step).orElse(null);
    return Evidence.anew(pods, answers, activity, rates, cluster.releases(workload));
  }
}
