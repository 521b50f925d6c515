package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A kind of object that the simulated API server keeps.
 *
 * @param group empty for the core group
 */
record ApiResource(String group, String version, String plural, String kind, boolean namespaced) {

  private static final Map<Class<?>, ApiResource> BY_TYPE = new ConcurrentHashMap<>();

  /** Every kind that is kept; what is not here is answered with 404, as an unknown resource is. */
  static final List<ApiResource> ALL =
      List.<Class<? extends HasMetadata>>of(
              ConfigMap.class,
              Endpoints.class,
              Event.class,
              LimitRange.class,
              Namespace.class,
              Node.class,
              Pod.class,
              ResourceQuota.class,
              Secret.class,
              Service.class,
              ServiceAccount.class,
              Deployment.class,
              ReplicaSet.class,
              HorizontalPodAutoscaler.class,
              Lease.class,
              EndpointSlice.class,
              NetworkPolicy.class,
              PodDisruptionBudget.class)
          .stream()
          .map(ApiResource::of)
          .toList();

  static ApiResource of(Class<? extends HasMetadata> type) {
    return BY_TYPE.computeIfAbsent(type, it -> read(type));
  }

  private static ApiResource read(Class<? extends HasMetadata> type) {
    return new ApiResource(
        HasMetadata.getGroup(type) == null ? "" : HasMetadata.getGroup(type),
        HasMetadata.getVersion(type),
        HasMetadata.getPlural(type),
        HasMetadata.getKind(type),
        Namespaced.class.isAssignableFrom(type));
  }

  static Optional<ApiResource> find(String group, String version, String plural) {
    return ALL.stream()
        .filter(
            one ->
                one.group.equals(group) && one.version.equals(version) && one.plural.equals(plural))
        .findFirst();
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As errors name it, such as {@code deployments.apps}. */
  String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}
