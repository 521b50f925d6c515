package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.process.IncidentVariables.CAUSE;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.ledger.HeldBack;
import com.dhakacart.runbook.process.ledger.Restraints;
import java.time.Clock;
import java.util.function.IntFunction;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** How every plan is made. A plan that cannot be made is shown too, with the reason. */
@Component
class Planning {

  private final KeptPlans kept;
  private final NoHarm noHarm;
  private final TakingEffect effect;
  private final Restraints restraints;
  private final Clock clock;

  Planning(KeptPlans kept, NoHarm noHarm, TakingEffect effect, Restraints restraints, Clock clock) {
    this.kept = kept;
    this.noHarm = noHarm;
    this.effect = effect;
    this.restraints = restraints;
    this.clock = clock;
  }

  Incident incidentOf(DelegateExecution step) {
    return kept.incidentOf(step);
  }

  /** Plans, given the number that the ids of the changes begin with, and keeps the plan. */
  void propose(DelegateExecution step, Remedy remedy, IntFunction<Draft> draft) {
    Incident incident = incidentOf(step);
    int number = kept.nextNumber(step);
    try {
      noHarm.mustNotHarm(step, remedy);
      Draft planned = effect.of(draft.apply(number), remedy);
      restraints.mustBeProposable(incident, number, remedy, planned.changes());
      kept.keep(step, remedy, planned.plan(CAUSE.from(step), clock.instant()));
    } catch (ChangeRefused | HeldBack | ClusterUnavailable e) {
      proposeNothing(step, EarlierImage.added(e.getMessage(), step, incident.workload(), remedy));
    }
  }

  void proposeNothing(DelegateExecution step, String because) {
    kept.keep(step, Remedy.NONE, Plan.nothing(CAUSE.from(step), because, clock.instant()));
  }
}
