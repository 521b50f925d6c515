package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which nodes a Deployment's pods may run on at all, as the scheduler decides it by their selector
 * and the nodes' taints. Affinity, which may depend on other pods, is left to the scheduler.
 */
record NodeChoice(Map<String, String> selector, List<Toleration> tolerations) {

  /** Taints that come and go with a node's condition say nothing of its size. */
  private static final String OF_ITS_CONDITION = "node.kubernetes.io/";

  static NodeChoice of(Deployment deployment) {
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    return new NodeChoice(
        Objects.requireNonNullElse(pod.getNodeSelector(), Map.of()), pod.getTolerations());
  }

  /** Whether it is one that they would run on, were it open. */
  boolean selects(Node node) {
    return Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.<String, String>of())
        .entrySet()
        .containsAll(selector.entrySet());
  }

  boolean allows(Node node) {
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && selects(node)
        && node.getSpec().getTaints().stream()
            .filter(it -> !"PreferNoSchedule".equals(it.getEffect()))
            .filter(it -> !it.getKey().startsWith(OF_ITS_CONDITION))
            .allMatch(taint -> tolerations.stream().anyMatch(it -> tolerates(it, taint)));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    boolean sameEffect =
        toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect());
    boolean everyKey = toleration.getKey() == null || toleration.getKey().isEmpty();
    boolean sameKey = everyKey || toleration.getKey().equals(taint.getKey());
    boolean sameValue =
        "Exists".equals(toleration.getOperator())
            || Objects.equals(toleration.getValue(), taint.getValue());
    return sameEffect && sameKey && sameValue;
  }
}
