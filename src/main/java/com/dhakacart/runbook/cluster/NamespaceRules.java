package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a namespace allows its pods. Asked for at once, and before it is known of which pods, since
 * whoever is to decide waits for it.
 */
final class NamespaceRules {

  private final CompletableFuture<List<ResourceQuota>> quotas;
  private final CompletableFuture<List<LimitRange>> ranges;

  NamespaceRules(KubernetesClient client, PodWorkers workers, String namespace) {
    quotas = workers.start(() -> client.resourceQuotas().inNamespace(namespace).list().getItems());
    ranges = workers.start(() -> client.limitRanges().inNamespace(namespace).list().getItems());
  }

  List<ResourceQuota> quotas() {
    return PodWorkers.answer(quotas);
  }

  List<LimitRange> ranges() {
    return PodWorkers.answer(ranges);
  }
}
