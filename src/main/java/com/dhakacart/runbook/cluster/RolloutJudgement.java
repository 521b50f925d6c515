package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RolloutStatus.PodsRefused;
import com.dhakacart.runbook.incident.RolloutStatus.State;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code kubectl rollout status}: the same questions in the same order, with the same words
 * (DeploymentStatusViewer in kubectl's rollout_status.go). It does not ask whether pods are
 * refused, and waits for them all the same; the Deployment's condition ReplicaFailure says so.
 */
final class RolloutJudgement {

  private RolloutJudgement() {}

  static RolloutStatus of(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    long observed = status == null ? 0 : number(status.getObservedGeneration());
    if (status == null || number(deployment.getMetadata().getGeneration()) > observed) {
      return running("Waiting for deployment spec update to be observed...", true);
    }
    RolloutStatus judged = judged(deployment, status);
    return judged.state() == State.COMPLETE
        ? judged
        : refused(status).map(it -> refusing(judged, it)).orElse(judged);
  }

  private static RolloutStatus refusing(RolloutStatus judged, PodsRefused refused) {
    return new RolloutStatus(
        judged.state(),
        judged.message() + ": pods are refused: " + refused.because(),
        judged.replacing(),
        refused);
  }

  /** A quota refuses pods for a while as old ones end, and the rollout goes on all the same. */
  private static Optional<PodsRefused> refused(DeploymentStatus status) {
    Optional<Instant> progressed =
        condition(status, "Progressing").flatMap(it -> time(it.getLastUpdateTime()));
    return condition(status, "ReplicaFailure")
        .filter(it -> "True".equals(it.getStatus()))
        .map(
            it ->
                new PodsRefused(
                    it.getMessage() == null ? it.getReason() : it.getMessage().strip(),
                    Stream.of(time(it.getLastTransitionTime()), progressed)
                        .flatMap(Optional::stream)
                        .max(Comparator.naturalOrder())
                        .orElse(null)));
  }

  private static Optional<DeploymentCondition> condition(DeploymentStatus status, String type) {
    return status.getConditions().stream().filter(it -> type.equals(it.getType())).findFirst();
  }

  private static Optional<Instant> time(String stamp) {
    return Optional.ofNullable(stamp).map(Instant::parse);
  }

  private static RolloutStatus judged(Deployment deployment, DeploymentStatus status) {
    String name = name(deployment);
    boolean deadlineExceeded =
        condition(status, "Progressing")
            .filter(it -> "ProgressDeadlineExceeded".equals(it.getReason()))
            .isPresent();
    long wanted = replicas(deployment);
    long updated = number(status.getUpdatedReplicas());
    long all = number(status.getReplicas());
    long available = number(status.getAvailableReplicas());
    // pods that are all of the new template and not available are an outage, and no rollout
    boolean replacing = all > updated;
    if (deadlineExceeded) {
      return new RolloutStatus(State.FAILED, name + " exceeded its progress deadline", replacing);
    }
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

  private static String name(Deployment deployment) {
    return "deployment \"" + deployment.getMetadata().getName() + "\"";
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
