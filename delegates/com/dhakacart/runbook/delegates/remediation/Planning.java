package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.CAUSE;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import java.time.Clock;
import java.util.List;
import java.util.function.IntFunction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** How every plan is made. A plan that cannot be made is shown too, with the reason. */
@Component
class Planning {

  private final KeptPlans kept;
  private final NoHarm noHarm;
  private final Restraints restraints;
  private final Clock clock;

  Planning(KeptPlans kept, NoHarm noHarm, Restraints restraints, Clock clock) {
    this.kept = kept;
    this.noHarm = noHarm;
    this.restraints = restraints;
    this.clock = clock;
  }

  Incident incidentOf(DelegateExecution step) {
    return kept.incidentOf(step);
  }

  /** Plans the single changes, given the number that their ids begin with, and keeps the plan. */
  void propose(
      DelegateExecution step,
      Remedy remedy,
      String summary,
      List<String> warnings,
      IntFunction<List<Change>> changes) {
    Incident incident = incidentOf(step);
    int number = kept.nextNumber(step);
    try {
      noHarm.mustNotHarm(step, incident.workload(), remedy);
      List<Change> planned = changes.apply(number);
      restraints.mustBeProposable(incident, number, remedy, planned);
      var plan = new Plan(CAUSE.from(step), summary, planned, warnings, clock.instant());
      kept.keep(step, remedy, plan);
    } catch (ChangeRefused | ClusterUnavailable e) {
      proposeNothing(step, e.getMessage());
    }
  }

  void proposeNothing(DelegateExecution step, String because) {
    kept.keep(step, Remedy.NONE, Plan.nothing(CAUSE.from(step), because, clock.instant()));
  }
}
