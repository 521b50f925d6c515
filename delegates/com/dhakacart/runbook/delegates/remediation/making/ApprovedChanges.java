package com.dhakacart.runbook.delegates.remediation.making;

import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.HeldBack;
import com.dhakacart.runbook.process.ledger.Restraints;
import java.util.function.Predicate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes what somebody approved, and nothing else, whatever a variable says. */
@Component
public class ApprovedChanges {

  private final ClusterChanges cluster;
  private final Incidents incidents;
  private final PlanUses uses;
  private final Restraints restraints;
  private final Attempts attempts;

  ApprovedChanges(
      ClusterChanges cluster,
      Incidents incidents,
      PlanUses uses,
      Restraints restraints,
      Attempts attempts) {
    this.cluster = cluster;
    this.incidents = incidents;
    this.uses = uses;
    this.restraints = restraints;
    this.attempts = attempts;
  }

  /** Makes the approved changes that match and are open; says whether all are made now. */
  public void make(DelegateExecution step, Remedy remedy, Predicate<Change> matching) {
    String incident = incidents.of(step).key();
    try {
      var plan = restraints.mayBeMade(incident, remedy);
      var open = uses.open(incident, plan, matching);
      cluster.mustBeAsLeft(open);
      for (PlanUse use : open) {
        attempts.made(use.change(), uses.made(use, cluster.apply(use)));
      }
      attempts.succeeded(step, uses.areAllMade(incident, plan));
    } catch (ChangeDrifted e) {
      throw changeDrifted(step, e.getMessage());
    } catch (ChangeRefused | HeldBack e) {
      throw attempts.refused(step, e.getMessage());
    } catch (ClusterUnavailable e) {
      attempts.failed(step, e);
    }
  }
}
