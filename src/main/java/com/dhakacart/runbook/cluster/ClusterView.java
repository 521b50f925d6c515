package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.WarningEvent;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.Map;

/**
 * What can be seen of a workload, and nothing that changes it. No method throws because the cluster
 * is away or refuses: the answer is then unknown, with the reason.
 */
public interface ClusterView {

  /** {@code kubectl get pods -l ...}, with the last termination of each. */
  Answer<List<PodState>> pods(Workload workload);

  /**
   * {@code kubectl logs --previous} of what died within the hour, of every container: the newest
   * lines of each.
   */
  Answer<List<LastWords>> lastWords(Workload workload);

  /** Warning events about the workload, its ReplicaSets, pods and autoscaler, newest first. */
  Answer<List<WarningEvent>> warningEvents(Workload workload);

  /**
   * The nodes that the workload's pods run on. Nodes belong to no namespace, and few accounts may
   * list them: then it is unknown.
   */
  Answer<List<NodeState>> nodes(Workload workload);

  /** Endpoints of every Service that selects the workload's pods, counted from EndpointSlices. */
  Answer<List<ServiceEndpoints>> endpoints(Workload workload);

  /** {@code kubectl top pods}; unknown where metrics.k8s.io is not served. */
  Answer<List<PodUsage>> usage(Workload workload);

  /**
   * Throttled share of each pod's CPU periods over a few seconds, from {@code cpu.stat} in the pod;
   * the fallback where Prometheus has no such series.
   */
  Answer<List<PodThrottling>> throttling(Workload workload);

  /** {@code kubectl rollout history}. */
  Answer<Releases> releases(Workload workload);

  /** {@code kubectl get hpa}, and the replicas that the Deployment wants. */
  Answer<Autoscaling> autoscaling(Workload workload);

  /**
   * What in the namespace stands against at least so many pods with such limits: quotas, limit
   * ranges, and the nodes' sizes where they may be seen.
   *
   * @param limits resource to quantity; empty for those of now
   * @param replicas 0 for as many as now
   * @return one sentence for each; empty when there is room
   */
  Answer<List<String>> hindrances(Workload workload, Map<String, String> limits, int replicas);

  /**
   * What would keep a change from having an effect: a paused rollout, a quota or limit range, a
   * strategy that cannot roll, an owner that puts back what others write.
   */
  Answer<List<Obstacle>> obstacles(Change change);

  /**
   * Which changes do not stand any more, since somebody wrote over them, and who did. What a later
   * one of them wrote over is no reversal, nor is a higher number than was asked for.
   *
   * @param inEffect newest first
   */
  Answer<List<Reversal>> reversed(List<Change> inEffect);

  /**
   * The pods of the Deployment's template, asked at this very moment; none while its controller has
   * made none.
   */
  Answer<List<PodState>> updatedPods(Workload workload);

  /** {@code kubectl rollout status} of this very moment, without waiting. */
  Answer<RolloutStatus> rolloutStatus(Workload workload);

  /** The same of a Deployment that another look may have read, a moment ago. */
  default Answer<RolloutStatus> recentRolloutStatus(Workload workload) {
    return rolloutStatus(workload);
  }

  /**
   * Its rollout, and while pods are replaced what says whose it is: the pods and the revisions,
   * which are asked only then.
   */
  default Evidence rollout(Workload workload) {
    Answer<RolloutStatus> status = recentRolloutStatus(workload);
    Evidence seen = Evidence.NONE.with(EvidencePart.ROLLOUT_STATUS, status);
    return status.known().filter(RolloutStatus::replacing).isEmpty()
        ? seen
        : seen.with(EvidencePart.PODS, pods(workload))
            .with(EvidencePart.RELEASES, releases(workload));
  }

  /**
   * Whether a change is there already: its object carries the mark of the incident and the change,
   * or is as the change would make it. A scale carries no mark.
   */
  Answer<Boolean> isMade(Change change, String incident);
}
