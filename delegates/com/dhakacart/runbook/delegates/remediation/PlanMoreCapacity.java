package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Increase resource limits temporarily" and "Scale horizontally"; the higher number is second. */
@Component
class PlanMoreCapacity implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Rooms rooms;
  private final Planning planning;

  PlanMoreCapacity(ClusterChanges cluster, Rooms rooms, Planning planning) {
    this.cluster = cluster;
    this.rooms = rooms;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = planning.incidentOf(step);
    Workload workload = incident.workload();
    Room room = rooms.fitting(incident);
    if (room.nothingFits()) {
      planning.proposeNothing(step, String.join("; ", room.warnings()));
      return;
    }
    planning.propose(
        step,
        Remedy.MORE_CAPACITY,
        room.summary(workload),
        Stream.concat(room.warnings().stream(), NodeWarnings.of(step).stream()).toList(),
        number -> {
          List<Change> changes = new ArrayList<>();
          changes.addAll(cluster.planLimits(workload, room.limits(), number + "-raise-limits"));
          changes.addAll(cluster.planReplicas(workload, room.replicas(), number + "-scale-out"));
          return changes;
        });
  }
}
