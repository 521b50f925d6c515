package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ApprovalDecision;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.Plans;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Keeps the plans of an incident, each with how many people must approve it. */
@Component
class KeptPlans {

  private final Incidents incidents;
  private final Plans plans;
  private final ApprovalDecision approvals;

  KeptPlans(Incidents incidents, Plans plans, ApprovalDecision approvals) {
    this.incidents = incidents;
    this.plans = plans;
    this.approvals = approvals;
  }

  Incident incidentOf(DelegateExecution step) {
    return incidents.of(step);
  }

  int nextNumber(DelegateExecution step) {
    return plans.nextNumber(incidentOf(step).key());
  }

  void keep(DelegateExecution step, Remedy remedy, Plan plan) {
    Incident incident = incidentOf(step);
    int needed = approvals.needed(incident, plan.cause(), remedy);
    PLANNED_CHANGE.set(step, plans.keep(incident.key(), remedy, plan, needed));
    REMEDY.set(step, remedy);
    CHANGE_ROUNDS.set(step, 0);
  }
}
