package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Increase resource limits temporarily" and "Scale horizontally"; the higher number is second. */
@Component
class PlanMoreCapacity implements JavaDelegate {

  private final CapacityChanges changes;
  private final Rooms rooms;
  private final Planning planning;

  PlanMoreCapacity(CapacityChanges changes, Rooms rooms, Planning planning) {
    this.changes = changes;
    this.rooms = rooms;
    this.planning = planning;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = planning.incidentOf(step);
    Workload workload = incident.workload();
    Room room = rooms.fitting(incident);
    if (room.nothingFits()) {
      planning.proposeNothing(
          step,
          String.join("; ", room.warnings())
              + ". Raise what is too small, or free some of it, and choose the cause again");
      return;
    }
    planning.propose(
        step,
        Remedy.MORE_CAPACITY,
        number -> changes.draft(workload, room, number, warnings(step, room)));
  }

  private static List<String> warnings(DelegateExecution step, Room room) {
    List<Observation> observed = OBSERVED.find(step).orElse(List.of());
    return Stream.of(
            room.warnings().stream(),
            NodeWarnings.of(step).stream(),
            OtherWay.thanMoreCapacity(observed).stream(),
            OtherWay.ofAnotherContainer(observed).stream())
        .flatMap(it -> it)
        .toList();
  }
}
