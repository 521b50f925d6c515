package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.ApprovalSettings;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.Workloads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Claims the service in the transaction of the start, and sets the clocks of the runbook. */
@Component
class OpenIncident implements JavaDelegate {

  private final Incidents incidents;
  private final Workloads workloads;
  private final PhaseSettings phases;
  private final RecoverySettings recovery;
  private final ApprovalSettings approval;

  OpenIncident(
      Incidents incidents,
      Workloads workloads,
      PhaseSettings phases,
      RecoverySettings recovery,
      ApprovalSettings approval) {
    this.incidents = incidents;
    this.workloads = workloads;
    this.phases = phases;
    this.recovery = recovery;
    this.approval = approval;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = workloads.of(step);
    String alertName = step.getProcessDefinitionId().split(":")[0];
    Incident incident = incidents.open(workload, alertName);
    step.setProcessBusinessKey(incident.key());
    INCIDENT.set(step, incident);
    SERVICE.set(step, workload.service());
    IMMEDIATE_ACTIONS_TIME.set(step, phases.immediateActions().toString());
    ASK_AGAIN_AFTER.set(step, phases.askAgainAfter().toString());
    Instant opened = incident.openedAt().truncatedTo(ChronoUnit.SECONDS);
    NOT_IMPROVED_SCHEDULE.set(
        step, "R/" + opened.plus(phases.investigation()) + "/" + phases.lookAgainEvery());
    LOOK_AGAIN_SCHEDULE.set(step, "R/" + opened + "/" + recovery.measureEvery());
    REMIND_AFTER.set(step, approval.remindAfter().toString());
    ROLLOUT_CHECK_EVERY.set(step, phases.rolloutCheckEvery().toString());
    RECOVERY_TIME.set(step, phases.recovery().toString());
    MEASURE_EVERY.set(step, recovery.measureEvery().toString());
  }
}
