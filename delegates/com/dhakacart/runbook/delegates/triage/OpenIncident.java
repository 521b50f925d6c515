package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RunbookClocks;
import com.dhakacart.runbook.process.intake.Openings;
import com.dhakacart.runbook.process.intake.Workloads;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Claims the service in the transaction of the start, and sets the clocks of the runbook. */
@Component
class OpenIncident implements JavaDelegate {

  private final Openings openings;
  private final Workloads workloads;
  private final RunbookClocks clocks;

  OpenIncident(Openings openings, Workloads workloads, RunbookClocks clocks) {
    this.openings = openings;
    this.workloads = workloads;
    this.clocks = clocks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = workloads.of(step);
    Incident incident = openings.open(workload, alertName(step));
    step.setProcessBusinessKey(incident.key());
    INCIDENT.set(step, incident);
    SERVICE.set(step, workload.service());
    clocks.set(step, incident.openedAt());
  }

  /** The process is named like its alert; its id is not, where that would be too long. */
  private static String alertName(DelegateExecution step) {
    return step.getProcessEngineServices()
        .getRepositoryService()
        .getProcessDefinition(step.getProcessDefinitionId())
        .getKey();
  }
}
