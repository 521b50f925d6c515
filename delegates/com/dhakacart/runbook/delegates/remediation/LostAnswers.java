package com.dhakacart.runbook.delegates.remediation;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.process.ledger.Plans;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What was taken back though nobody noted it, since the answer to it was lost. */
@Component
class LostAnswers {

  private final ClusterView cluster;
  private final Plans plans;
  private final Clock clock;

  LostAnswers(ClusterView cluster, Plans plans, Clock clock) {
    this.cluster = cluster;
    this.plans = plans;
    this.clock = clock;
  }

  /** Notes it, before anything is planned by what is in effect. */
  void note(String incident) {
    plans.undosBegun(incident).stream()
        .filter(it -> cluster.isMade(it.change(), incident).known().orElse(false))
        .forEach(
            it ->
                plans.made(
                    incident,
                    it.plan(),
                    new AppliedChange(
                        it.change(), clock.instant(), "found made; its answer was lost", true)));
  }
}
