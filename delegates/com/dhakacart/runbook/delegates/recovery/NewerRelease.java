package com.dhakacart.runbook.delegates.recovery;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.process.ledger.Plans;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A release whose rollout began after the plan was made, and may be over. What writes the template
 * drifts by it; replicas and configuration do not, and were approved for what ran before.
 */
@Component
class NewerRelease {

  private final ClusterView cluster;
  private final Plans plans;

  NewerRelease(ClusterView cluster, Plans plans) {
    this.cluster = cluster;
    this.plans = plans;
  }

  /** In words; empty where there is none, or it was a mere restart of the same. */
  Optional<String> thanPlanned(Incident incident) {
    return plans
        .latest(incident.key())
        .map(Plans.KeptPlan::plan)
        .filter(NewerRelease::wouldNotDrift)
        .flatMap(
            it -> cluster.releases(incident.workload()).known().flatMap(now -> since(it, now)));
  }

  private static boolean wouldNotDrift(Plan plan) {
    return !plan.changes().stream().allMatch(it -> Fingerprint.dependsOnTemplate(it.kind()));
  }

  private static Optional<String> since(Plan plan, Releases releases) {
    return releases
        .current()
        .filter(it -> it.origin() != Release.Origin.RESTART)
        .filter(it -> releases.rolledOutAt() != null)
        .filter(it -> releases.rolledOutAt().isAfter(plan.plannedAt()))
        .map(
            it ->
                "revision %d (%s) was rolled out at %s, and the change was planned at %s"
                    .formatted(
                        it.revision(),
                        String.join(", ", it.images()),
                        releases.rolledOutAt(),
                        plan.plannedAt()));
  }
}
