package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.process.IncidentVariables.REVERSALS_TOLD;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** A rollout that somebody has turned round is none to wait for. */
@Component
class StillStands {

  private final ClusterView cluster;
  private final Plans plans;

  StillStands(ClusterView cluster, Plans plans) {
    this.cluster = cluster;
    this.plans = plans;
  }

  /** Notes which changes somebody wrote over; says so where it was not said before. */
  Optional<String> not(DelegateExecution step, String incident) {
    cluster
        .reversed(plans.changesInEffect(incident))
        .known()
        .ifPresent(it -> plans.reverted(incident, it));
    List<Reversal> all = plans.reversals(incident);
    int told = REVERSALS_TOLD.find(step).orElse(0);
    REVERSALS_TOLD.set(step, all.size());
    return all.size() <= told
        ? Optional.empty()
        : Optional.of(
            all.subList(told, all.size()).stream()
                .map(Reversal::inWords)
                .collect(Collectors.joining("; ")));
  }
}
