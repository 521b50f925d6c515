package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.cluster.ChangeRefused;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
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

  Planning(KeptPlans kept, NoHarm noHarm, Restraints restraints) {
    this.kept = kept;
    this.noHarm = noHarm;
    this.restraints = restraints;
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
    List<String> harm = noHarm.reasonsAgainst(step, incident.workload(), remedy);
    if (!harm.isEmpty()) {
      proposeNothing(step, harm);
      return;
    }
    try {
      int number = kept.nextNumber(step);
      List<Change> planned = changes.apply(number);
      restraints.mustBeProposable(incident, number, remedy, planned);
      kept.keep(step, remedy, summary, planned, warnings);
    } catch (ChangeRefused | ClusterUnavailable e) {
      proposeNothing(step, List.of(e.getMessage()));
    }
  }

  void proposeNothing(DelegateExecution step, List<String> because) {
    kept.keepNothing(step, because);
  }
}
