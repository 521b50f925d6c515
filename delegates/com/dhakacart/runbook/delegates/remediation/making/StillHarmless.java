package com.dhakacart.runbook.delegates.remediation.making;

import static com.dhakacart.runbook.process.ProcessErrors.changeDrifted;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.delegates.remediation.planning.NoHarm;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.Plans;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The last look before pods are restarted: the database may have gone away since. */
@Component
public class StillHarmless {

  private final Incidents incidents;
  private final Plans plans;
  private final ClusterView cluster;
  private final NoHarm noHarm;

  StillHarmless(Incidents incidents, Plans plans, ClusterView cluster, NoHarm noHarm) {
    this.incidents = incidents;
    this.plans = plans;
    this.cluster = cluster;
    this.noHarm = noHarm;
  }

  /** Leads back to the plan where it is not, unless it is made and so has to be finished. */
  public void mustBe(DelegateExecution step, Remedy remedy) {
    try {
      if (!isMade(incidents.of(step).key())) {
        noHarm.mustStillNotHarm(step, remedy);
      }
    } catch (ChangeRefused e) {
      // planned anew, which says the same; nobody must be told to type it
      throw changeDrifted(step, e.getMessage());
    }
  }

  /** By an attempt whose answer was lost: nothing can keep it from being made any more. */
  private boolean isMade(String incident) {
    return plans.latest(incident).stream()
        .flatMap(it -> it.plan().changes().stream())
        .anyMatch(it -> cluster.isMade(it, incident).known().orElse(false));
  }
}
