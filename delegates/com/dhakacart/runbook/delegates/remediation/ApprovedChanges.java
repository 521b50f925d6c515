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
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.Plans;
import java.util.function.Predicate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** Makes what somebody approved, and nothing else, whatever a variable says. */
@Component
class ApprovedChanges {

  private final ClusterChanges cluster;
  private final Plans plans;
  private final PhaseSettings phases;

  ApprovedChanges(ClusterChanges cluster, Plans plans, PhaseSettings phases) {
    this.cluster = cluster;
    this.plans = plans;
    this.phases = phases;
  }

  /**
   * Makes the approved changes that match; says in {@code changeMade} whether the cluster could.
   */
  void make(DelegateExecution step, Remedy remedy, Predicate<Change> matching) {
    String incident = INCIDENT.from(step).key();
    Plans.Proposal plan =
        plans
            .approved(incident, remedy)
            .orElseThrow(() -> changeRefused("Nobody approved a plan to: " + remedy.title()));
    try {
      for (Change change : plan.plan().changes().stream().filter(matching).toList()) {
        plans.made(incident, plan.number(), cluster.apply(change, incident));
      }
      CHANGE_MADE.set(step, plans.isMade(incident, plan));
      CHANGE_ROUNDS.set(step, 0);
    } catch (ChangeDrifted e) {
      DRIFT.set(step, e.getMessage());
      throw changeDrifted(e.getMessage());
    } catch (ChangeRefused e) {
      PROBLEM.set(step, e.getMessage());
      throw changeRefused(e.getMessage());
    } catch (ClusterUnavailable e) {
      tryAgain(step, e);
    }
  }

  private void tryAgain(DelegateExecution step, ClusterUnavailable e) {
    int rounds = CHANGE_ROUNDS.find(step).orElse(0) + 1;
    PROBLEM.set(step, e.getMessage());
    CHANGE_MADE.set(step, false);
    CHANGE_ROUNDS.set(step, rounds);
    if (rounds >= phases.changeAttempts()) {
      CHANGE_ROUNDS.set(step, 0);
      throw changeRefused("%s (tried %d times)".formatted(e.getMessage(), rounds));
    }
  }
}
