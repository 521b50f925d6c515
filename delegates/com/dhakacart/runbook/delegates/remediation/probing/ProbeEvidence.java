package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_ACTIVITY;
import static com.dhakacart.runbook.incident.EvidencePart.HEALTH;
import static com.dhakacart.runbook.incident.EvidencePart.PODS;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Asks the new pod of a probe alone: the old ones are as sick as before, and slow to say so. */
@Component
class ProbeEvidence {

  private final ClusterView cluster;
  private final HealthProbe health;
  private final DatabaseView database;

  ProbeEvidence(ClusterView cluster, HealthProbe health, DatabaseView database) {
    this.cluster = cluster;
    this.health = health;
    this.database = database;
  }

  Evidence of(Workload workload) {
    Answer<List<PodState>> pods = cluster.updatedPods(workload);
    Set<String> names =
        pods.known().orElse(List.of()).stream().map(PodState::name).collect(Collectors.toSet());
    Answer<List<PodHealth>> answers = names.isEmpty() ? null : health.health(workload, names);
    return Evidence.NONE
        .with(PODS, pods)
        .with(HEALTH, answers)
        .with(DATABASE_ACTIVITY, database.activity(PodState.addresses(pods)));
  }
}
