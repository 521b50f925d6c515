package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.changing.ChangeDenied;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Limits and replicas: where a policy denies one of them, the other may well be allowed. */
@Component
class CapacityChanges {

  private final ClusterChanges cluster;

  CapacityChanges(ClusterChanges cluster) {
    this.cluster = cluster;
  }

  /**
   * @throws ChangeDenied when one of them is denied, and the other is, too, or would not rise
   */
  Draft draft(Workload workload, Room room, int number, List<String> warnings) {
    List<String> all = new ArrayList<>(warnings);
    List<Change> changes = new ArrayList<>();
    List<ChangeDenied> denied = new ArrayList<>();
    for (Supplier<List<Change>> planned :
        List.<Supplier<List<Change>>>of(
            () -> cluster.planLimits(workload, room.limits(), number + "-raise-limits"),
            () -> cluster.planReplicas(workload, room.replicas(), number + "-scale-out"))) {
      try {
        changes.addAll(planned.get());
      } catch (ChangeDenied e) {
        denied.add(e);
        all.add(e.getMessage());
      }
    }
    if (changes.isEmpty() && !denied.isEmpty()) {
      throw denied.get(0);
    }
    return new Draft(it -> room.summary(workload, it), all, changes);
  }
}
