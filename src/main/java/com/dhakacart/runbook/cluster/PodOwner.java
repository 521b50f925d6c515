package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;

/** Whose a pod is: labels alone are also worn by a canary's pods, and by those of anybody else. */
final class PodOwner {

  private PodOwner() {}

  /**
   * Whether it surely is the Deployment's, by the name of the ReplicaSet that controls it: the
   * Deployment controller calls that after the Deployment and the template's hash. A pod that
   * nobody controls is the Deployment's as well, which will adopt it.
   */
  static boolean isOf(Pod pod, Deployment deployment) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String hash = labels == null ? null : labels.get(PodStates.TEMPLATE_HASH);
    String own = deployment.getMetadata().getName() + "-" + hash;
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(it -> Boolean.TRUE.equals(it.getController()))
        .findFirst()
        .map(it -> isReplicaSet(it) && it.getName().equals(own))
        .orElse(true);
  }

  /** A pod with what controls it: {@code shop-canary-7-bbbbb (ReplicaSet shop-canary-7)}. */
  static String named(Pod pod) {
    return pod.getMetadata().getName()
        + pod.getMetadata().getOwnerReferences().stream()
            .filter(it -> Boolean.TRUE.equals(it.getController()))
            .map(it -> " (%s %s)".formatted(it.getKind(), it.getName()))
            .findFirst()
            .orElse("");
  }

  private static boolean isReplicaSet(OwnerReference controller) {
    return "ReplicaSet".equals(controller.getKind());
  }
}
