package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import com.dhakacart.runbook.process.watch.NotedImages;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Check deployment history": which revision runs, since when, and what ran before it, also under
 * the same name.
 */
@Component
class CheckRecentRelease implements JavaDelegate {

  private final Incidents incidents;
  private final ClusterView cluster;
  private final NotedImages images;
  private final Looks looks;

  CheckRecentRelease(Incidents incidents, ClusterView cluster, NotedImages images, Looks looks) {
    this.incidents = incidents;
    this.cluster = cluster;
    this.images = images;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    List<PodState> pods = seen(PODS).find(step).flatMap(Answer::known).orElse(List.of());
    looks.ask(
        step,
        look(IMAGES, () -> images.beforeNow(workload, pods)),
        look(RELEASES, () -> cluster.releases(workload)),
        look(ROLLOUT_STATUS, () -> cluster.recentRolloutStatus(workload)));
  }
}
