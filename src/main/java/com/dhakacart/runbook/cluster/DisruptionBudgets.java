package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Those of a namespace, asked for before it is known of which pods. */
final class DisruptionBudgets {

  private final CompletableFuture<List<PodDisruptionBudget>> all;

  DisruptionBudgets(KubernetesClient client, PodWorkers workers, String namespace) {
    all =
        workers.start(
            () ->
                client
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(namespace)
                    .list()
                    .getItems());
  }

  /** Those that select the Deployment's pods; none where they may not be seen. */
  List<PodDisruptionBudget> of(Deployment deployment) {
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    try {
      return PodWorkers.answer(all).stream()
          .filter(it -> selects(it.getSpec().getSelector(), labels))
          .toList();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private static boolean selects(LabelSelector selector, Map<String, String> labels) {
    return selector != null
        && selector.getMatchLabels() != null
        && !selector.getMatchLabels().isEmpty()
        && labels != null
        && labels.entrySet().containsAll(selector.getMatchLabels().entrySet());
  }
}
