package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;

/** What a namespace allows its pods. */
final class NamespaceRules {

  private final KubernetesClient client;
  private final Reach reach;
  private final Shared<String, List<ResourceQuota>> quotas;
  private final Shared<String, List<LimitRange>> ranges;

  NamespaceRules(KubernetesClient client, Reach reach, Duration shareFor) {
    this.client = client;
    this.reach = reach;
    this.quotas = new Shared<>(shareFor);
    this.ranges = new Shared<>(shareFor);
  }

  /** Asks before it is known of which pods, since whoever is to decide waits for it. */
  void begin(String namespace) {
    quotas.begin(namespace, () -> askQuotas(namespace));
    ranges.begin(namespace, () -> askRanges(namespace));
  }

  List<ResourceQuota> quotas(String namespace) {
    return quotas.get(namespace, () -> askQuotas(namespace));
  }

  List<LimitRange> ranges(String namespace) {
    return ranges.get(namespace, () -> askRanges(namespace));
  }

  private List<ResourceQuota> askQuotas(String namespace) {
    return reach.ask(() -> client.resourceQuotas().inNamespace(namespace).list().getItems());
  }

  private List<LimitRange> askRanges(String namespace) {
    return reach.ask(() -> client.limitRanges().inNamespace(namespace).list().getItems());
  }
}
