package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;

import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.process.ledger.Plans.KeptPlan;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * The decision took so long that what was shown may be out of date: the change is not made, and the
 * Senior Engineer decides what is next. One of two may have approved, and an earlier change may
 * have been made.
 */
@Component
class GiveUpAsking implements JavaDelegate {

  private static final String UNDECIDED =
      "The change was not decided on in time, and it was not made";

  private final Incidents incidents;
  private final Plans plans;
  private final Escalations escalations;

  GiveUpAsking(Incidents incidents, Plans plans, Escalations escalations) {
    this.incidents = incidents;
    this.plans = plans;
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    PROBLEM.set(step, UNDECIDED + "; try the same cause again to have it planned anew");
    int plan = plans.latest(incidents.of(step).key()).map(KeptPlan::number).orElse(0);
    escalations.call(step, Team.SENIOR_ENGINEER, "not-decided-" + plan, UNDECIDED);
  }
}
