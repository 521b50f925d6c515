package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Observations;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.TeamDecision;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Database or infrastructure issues are suspected": calls the team that can help by the cause. */
@Component
class CallTeam implements JavaDelegate {

  private final Incidents incidents;
  private final Escalations escalations;
  private final TeamDecision decision;
  private final Plans plans;

  CallTeam(Incidents incidents, Escalations escalations, TeamDecision decision, Plans plans) {
    this.incidents = incidents;
    this.escalations = escalations;
    this.decision = decision;
    this.plans = plans;
  }

  @Override
  public void execute(DelegateExecution step) {
    Cause cause = CAUSE.find(step).orElse(Cause.NONE_OF_THEM);
    boolean databaseAway =
        OBSERVED.find(step).orElse(List.of()).stream()
            .map(Observation::kind)
            .anyMatch(Observations::isForItsTeam);
    Team team = decision.teamFor(cause, databaseAway);
    // without a cause nothing is planned, and the newest plan is one for another
    String why =
        plans
            .latest(incidents.of(step).key())
            .filter(it -> cause != Cause.NONE_OF_THEM)
            .map(it -> String.join("; ", it.plan().warnings()))
            .filter(it -> !it.isEmpty())
            .orElse("a person has to decide");
    escalations.call(step, team, "help-with-" + cause, cause.title() + ": " + why);
  }
}
