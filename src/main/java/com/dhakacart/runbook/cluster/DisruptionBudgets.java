package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Those of a namespace. */
final class DisruptionBudgets {

  private final KubernetesClient client;
  private final Reach reach;
  private final Shared<String, List<PodDisruptionBudget>> budgets;

  DisruptionBudgets(KubernetesClient client, Reach reach, Duration shareFor) {
    this.client = client;
    this.reach = reach;
    this.budgets = new Shared<>(shareFor);
  }

  /** Asks before it is known of which pods, since whoever is to decide waits for it. */
  void begin(String namespace) {
    budgets.begin(namespace, () -> ask(namespace));
  }

  /**
   * Those that select the Deployment's pods; none where the cluster has no such objects, or where
   * they may not be seen.
   *
   * @throws KubernetesClientException when they could not be asked
   * @throws ClusterUnavailable likewise, at once
   */
  List<PodDisruptionBudget> of(Deployment deployment) {
    String namespace = deployment.getMetadata().getNamespace();
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    try {
      return budgets.get(namespace, () -> ask(namespace)).stream()
          .filter(it -> selects(it.getSpec().getSelector(), labels))
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() != ApiFailure.FORBIDDEN && e.getCode() != ApiFailure.NOT_FOUND) {
        throw e;
      }
      return List.of();
    }
  }

  private List<PodDisruptionBudget> ask(String namespace) {
    return reach.ask(
        () -> client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems());
  }

  private static boolean selects(LabelSelector selector, Map<String, String> labels) {
    return selector != null
        && selector.getMatchLabels() != null
        && !selector.getMatchLabels().isEmpty()
        && labels != null
        && labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
  }
}
