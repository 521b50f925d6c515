package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;
import static com.dhakacart.runbook.process.ProcessErrors.changeRefused;

import com.dhakacart.runbook.cluster.ChangeDrifted;
import com.dhakacart.runbook.cluster.ChangeRefused;
import com.dhakacart.runbook.cluster.ClusterChanges;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Plans;
import java.util.Optional;
import java.util.function.Predicate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes what somebody approved, and nothing else, whatever a variable says. */
@Component
class ApprovedChanges {

  private final ClusterChanges cluster;
  private final Plans plans;
  private final Attempts attempts;

  ApprovedChanges(ClusterChanges cluster, Plans plans, Attempts attempts) {
    this.cluster = cluster;
    this.plans = plans;
    this.attempts = attempts;
  }

  /** Makes the approved changes that match; says in {@code changeMade} whether all are made now. */
  void make(DelegateExecution step, Remedy remedy, Predicate<Change> matching) {
    String incident = INCIDENT.from(step).key();
    try {
      Optional<Plans.Proposal> approved = plans.approved(incident, remedy);
      Plans.Proposal plan =
          approved.orElseThrow(() -> new ChangeRefused("No approved plan: " + remedy.title()));
      for (Change change : plan.plan().changes().stream().filter(matching).toList()) {
        plans.made(incident, plan.number(), cluster.apply(change, incident));
      }
      attempts.succeeded(step, plans.isMade(incident, plan));
    } catch (ChangeDrifted e) {
      DRIFT.set(step, e.getMessage());
      throw changeDrifted(e.getMessage());
    } catch (ChangeRefused e) {
      PROBLEM.set(step, e.getMessage());
      throw changeRefused(e.getMessage());
    } catch (ClusterUnavailable e) {
      attempts.failed(step, e);
    }
  }
}
