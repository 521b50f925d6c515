package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.cluster.ChangeRefused;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.PlannedChange;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Plans;
import java.time.Clock;
import java.util.List;
import java.util.function.IntFunction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** How every plan is kept and shown. A plan that cannot be made is shown too, with the reason. */
@Component
class Planning {

  private final Plans plans;
  private final NoHarm noHarm;
  private final Clock clock;

  Planning(Plans plans, NoHarm noHarm, Clock clock) {
    this.plans = plans;
    this.noHarm = noHarm;
    this.clock = clock;
  }

  /** Plans the single changes, given the number that their ids begin with, and keeps the plan. */
  void propose(
      DelegateExecution step,
      Remedy remedy,
      String summary,
      List<String> warnings,
      IntFunction<List<Change>> changes) {
    int number = plans.nextNumber(INCIDENT.from(step).key());
    try {
      noHarm.mustHold(step, remedy);
      List<Change> planned = NoHarm.something(changes.apply(number));
      PlannedChange plan =
          new PlannedChange(CAUSE.from(step), summary, planned, warnings, clock.instant());
      keep(step, number, remedy, plan);
    } catch (ChangeRefused | ClusterUnavailable e) {
      proposeNothing(step, e.getMessage());
    }
  }

  void proposeNothing(DelegateExecution step, String because) {
    PlannedChange nothing = PlannedChange.nothing(CAUSE.from(step), because, clock.instant());
    keep(step, plans.nextNumber(INCIDENT.from(step).key()), Remedy.NONE, nothing);
  }

  private void keep(DelegateExecution step, int number, Remedy remedy, PlannedChange plan) {
    PLANNED_CHANGE.set(step, plans.propose(INCIDENT.from(step).key(), number, remedy, plan));
    CHANGE.set(step, remedy);
  }
}
