package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.delegates.remediation.planning.RemediationSettings.Degradation;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Consider graceful degradation": proposed where the settings say how. */
@Component
class PlanDegradation implements JavaDelegate {

  private final ClusterChanges cluster;
  private final Planning planning;
  private final RemediationSettings settings;

  PlanDegradation(ClusterChanges cluster, Planning planning, RemediationSettings settings) {
    this.cluster = cluster;
    this.planning = planning;
    this.settings = settings;
  }

  @Override
  public void execute(DelegateExecution step) {
    Degradation way = settings.degradation();
    if (way == null) {
      planning.proposeNothing(
          step,
          "No change of ours brings an outside service back: ask its provider. A way to do without"
              + " it can be set as runbook.remediation.degradation");
      return;
    }
    Workload workload = planning.incidentOf(step).workload();
    planning.propose(
        step,
        Remedy.DEGRADATION,
        number ->
            new Draft(
                way.description(),
                List.of(),
                List.of(
                    cluster.planDegradation(
                        workload, way.resource(), way.name(), way.patch(), number + "-degrade"))));
  }
}
