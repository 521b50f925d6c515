package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Asks what the namespace has room for: both, else the limits alone, else the replicas alone. */
@Component
class Rooms {

  private final ClusterView cluster;
  private final MadeChanges changes;
  private final RemediationSettings settings;

  Rooms(ClusterView cluster, MadeChanges changes, RemediationSettings settings) {
    this.cluster = cluster;
    this.changes = changes;
    this.settings = settings;
  }

  /** The higher number of replicas is the second stage, after the first did not help. */
  Room fitting(Incident incident) {
    boolean scaledBefore =
        changes.inEffect(incident.key()).stream()
            .anyMatch(it -> it.applied().change().kind() == ChangeKind.SCALE_OUT);
    return fitting(
        incident.workload(),
        settings.limits(),
        scaledBefore ? settings.moreReplicas() : settings.replicas());
  }

  private Room fitting(Workload workload, Map<String, String> limits, int replicas) {
    Answer<List<String>> both = cluster.hindrances(workload, limits, replicas);
    if (!both.answered()) {
      return Room.temporary(
          limits, replicas, List.of("Quotas could not be asked: " + both.unknownBecause()));
    }
    if (both.value().isEmpty()) {
      return Room.temporary(limits, replicas, List.of());
    }
    if (fits(cluster.hindrances(workload, limits, 0))) {
      return Room.temporary(limits, 0, both.value());
    }
    if (fits(cluster.hindrances(workload, Map.of(), replicas))) {
      return Room.temporary(Map.of(), replicas, both.value());
    }
    return new Room(Map.of(), 0, both.value());
  }

  private static boolean fits(Answer<List<String>> hindrances) {
    return hindrances.known().filter(List::isEmpty).isPresent();
  }
}
