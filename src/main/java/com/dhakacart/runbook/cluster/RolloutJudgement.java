package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;

/**
 * {@code kubectl rollout status}: the same questions in the same order, with the same words
 * (DeploymentStatusViewer in kubectl's rollout_status.go).
 */
final class RolloutJudgement {

  private RolloutJudgement() {}

  static RolloutStatus of(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    String name = "deployment \"" + deployment.getMetadata().getName() + "\"";
    long observed = status == null ? 0 : number(status.getObservedGeneration());
    if (status == null || number(deployment.getMetadata().getGeneration()) > observed) {
      return running("Waiting for deployment spec update to be observed...", true);
    }
    boolean deadlineExceeded =
        status.getConditions().stream()
            .anyMatch(
                one ->
                    "Progressing".equals(one.getType())
                        && "ProgressDeadlineExceeded".equals(one.getReason()));
    if (deadlineExceeded) {
      return new RolloutStatus(State.FAILED, name + " exceeded its progress deadline");
    }
    long wanted = replicas(deployment);
    long updated = number(status.getUpdatedReplicas());
    long all = number(status.getReplicas());
    long available = number(status.getAvailableReplicas());
    // pods that are all of the new template and not available are an outage, and no rollout
    boolean replacing = all > updated;
    String waiting = "Waiting for " + name + " rollout to finish: ";
    if (updated < wanted) {
      return running(
          waiting + updated + " out of " + wanted + " new replicas have been updated...",
          replacing);
    }
    if (all > updated) {
      return running(waiting + (all - updated) + " old replicas are pending termination...", true);
    }
    if (available < updated) {
      return running(
          waiting + available + " of " + updated + " updated replicas are available...", replacing);
    }
    return new RolloutStatus(State.COMPLETE, name + " successfully rolled out");
  }

  /** What the Deployment wants; Kubernetes' own default is 1. */
  static int replicas(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas == null ? 1 : replicas;
  }

  private static RolloutStatus running(String message, boolean replacing) {
    return new RolloutStatus(State.RUNNING, message, replacing);
  }

  private static long number(Number number) {
    return number == null ? 0 : number.longValue();
  }
}
