package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.cluster.changing.ChangeDenied;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Limits and replicas: where a policy denies the one, the other may well be allowed. */
@Component
class CapacityChanges {

  private final ClusterChanges cluster;

  CapacityChanges(ClusterChanges cluster) {
    this.cluster = cluster;
  }

  /**
   * @throws ChangeDenied when the limits are denied, and no replicas would be added
   */
  Draft draft(Workload workload, Room room, int number, List<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    List<Change> changes = new ArrayList<>();
    ChangeDenied denied = null;
    try {
      changes.addAll(cluster.planLimits(workload, room.limits(), number + "-raise-limits"));
    } catch (ChangeDenied e) {
      denied = e;
      all.add(e.getMessage());
    }
    changes.addAll(cluster.planReplicas(workload, room.replicas(), number + "-scale-out"));
    if (denied != null && changes.isEmpty()) {
      throw denied;
    }
    return new Draft(it -> room.summary(workload, it), all, changes);
  }
}
