package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ServiceEndpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The Services that select a Deployment's pods, and who answers behind them. */
@Component
class ServicesInFront {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final KubernetesClient client;
  private final WorkloadObjects objects;

  ServicesInFront(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client, WorkloadObjects objects) {
    this.client = client;
    this.objects = objects;
  }

  /** One for each such Service, by the labels that the template gives to pods. */
  List<ServiceEndpoints> endpoints(Deployment deployment) {
    String namespace = deployment.getMetadata().getNamespace();
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    List<Service> services =
        client.services().inNamespace(namespace).list().getItems().stream()
            .filter(service -> selects(service, labels))
            .toList();
    Map<String, List<EndpointSlice>> slices =
        slices(namespace, services.stream().map(it -> it.getMetadata().getName()).toList());
    return services.stream()
        .map(
            it ->
                endpoints(
                    it, slices.getOrDefault(it.getMetadata().getName(), List.of()), deployment))
        .toList();
  }

  private Map<String, List<EndpointSlice>> slices(String namespace, List<String> services) {
    if (services.isEmpty()) {
      return Map.of();
    }
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace)
        .withLabelIn(SERVICE_NAME, services.toArray(String[]::new))
        .list()
        .getItems()
        .stream()
        .collect(Collectors.groupingBy(it -> it.getMetadata().getLabels().get(SERVICE_NAME)));
  }

  private ServiceEndpoints endpoints(
      Service service, List<EndpointSlice> slices, Deployment deployment) {
    ServiceEndpoints counted = EndpointCount.of(service.getMetadata().getName(), slices);
    return new ServiceEndpoints(
        counted.service(),
        counted.ready(),
        counted.notReady(),
        objects.ofOthers(service, EndpointCount.pods(slices), deployment));
  }

  private static boolean selects(Service service, Map<String, String> labels) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && labels != null
        && labels.entrySet().containsAll(selector.entrySet());
  }
}
