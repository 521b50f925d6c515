package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a namespace allows its pods. Asked for at once, and before it is known of which pods, since
 * whoever is to decide waits for it.
 */
final class NamespaceRules {

  private final CompletableFuture<List<ResourceQuota>> quotas;
  private final CompletableFuture<List<LimitRange>> ranges;
  private final CompletableFuture<List<PodDisruptionBudget>> budgets;

  NamespaceRules(KubernetesClient client, PodWorkers workers, String namespace) {
    quotas = workers.start(() -> client.resourceQuotas().inNamespace(namespace).list().getItems());
    ranges = workers.start(() -> client.limitRanges().inNamespace(namespace).list().getItems());
    budgets =
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

  List<ResourceQuota> quotas() {
    return PodWorkers.answer(quotas);
  }

  List<LimitRange> ranges() {
    return PodWorkers.answer(ranges);
  }

  /** Those that select the Deployment's pods; none where they may not be seen. */
  List<PodDisruptionBudget> budgets(Deployment deployment) {
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    try {
      return PodWorkers.answer(budgets).stream()
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
