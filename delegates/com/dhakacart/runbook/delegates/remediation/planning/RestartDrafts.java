package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.cluster.changing.Probe;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.PhaseSettings;
import java.util.List;
import org.springframework.stereotype.Component;

/** The two ways to restart, each with what it says of itself. */
@Component
class RestartDrafts {

  private static final String ALL =
      "Restart %s one pod at a time, so that its connection pools are new";

  private static final String ONE_FIRST =
      "Probe: restart one pod of %s, pause the rollout, and watch that pod for %d s; where its pool does not fill again, restart the rest, else take the probe back and ask a person. One approval is for both ways, and both give the Deployment its own strategy back";

  private final ClusterChanges cluster;
  private final PhaseSettings phases;

  RestartDrafts(ClusterChanges cluster, PhaseSettings phases) {
    this.cluster = cluster;
    this.phases = phases;
  }

  /**
   * @param number that the ids of the changes begin with
   */
  Draft ofAll(Workload workload, List<String> warnings, int number) {
    return new Draft(
        ALL.formatted(workload.name()),
        warnings,
        List.of(cluster.planRestart(workload, number + "-restart")));
  }

  /** As above. */
  Draft ofOneFirst(Workload workload, List<String> warnings, int number) {
    Probe probe = cluster.planProbe(workload, String.valueOf(number));
    String summary = ONE_FIRST.formatted(workload.name(), phases.probe().toSeconds());
    return new Draft(any -> summary, warnings, probe.changes(), probe.otherwise());
  }
}
