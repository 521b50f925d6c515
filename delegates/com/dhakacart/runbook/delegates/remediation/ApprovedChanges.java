package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.DRIFT;
import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.function.Predicate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes what somebody approved, and nothing else, whatever a variable says. */
@Component
class ApprovedChanges {

  private final ClusterChanges cluster;
  private final Incidents incidents;
  private final Plans plans;
  private final Restraints restraints;
  private final Attempts attempts;

  ApprovedChanges(
      ClusterChanges cluster,
      Incidents incidents,
      Plans plans,
      Restraints restraints,
      Attempts attempts) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.plans = plans;
    this.restraints = restraints;
    this.attempts = attempts;
  }

  /** Makes the approved changes that match and are open; says whether all are made now. */
  void make(DelegateExecution step, Remedy remedy, Predicate<Change> matching) {
    String incident = incidents.of(step).key();
    try {
      Plans.Proposal plan = restraints.mayBeMade(incident, remedy);
      var open = plans.remaining(incident, plan).changes().stream().filter(matching).toList();
      for (Change change : open) {
        attempts.made(change, plans.made(incident, plan.number(), cluster.apply(change, incident)));
      }
      attempts.succeeded(step, plans.isMade(incident, plan));
    } catch (ChangeDrifted e) {
      DRIFT.set(step, e.getMessage());
      throw changeDrifted(e.getMessage());
    } catch (ChangeRefused e) {
      throw attempts.refused(step, e.getMessage());
    } catch (ClusterUnavailable e) {
      attempts.failed(step, e);
    }
  }
}
