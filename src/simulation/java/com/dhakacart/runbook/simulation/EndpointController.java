package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;

/** Keeps one EndpointSlice for each Service: its pods, and which of them are ready. */
class EndpointController implements Controller {

  private final ObjectStore store;

  EndpointController(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void reconcile() {
    store.list(Service.class).stream()
        .filter(one -> one.getSpec().getSelector() != null)
        .forEach(this::reconcile);
  }

  private void reconcile(Service service) {
    String name = service.getMetadata().getName();
    Map<String, String> selector = service.getSpec().getSelector();
    List<Endpoint> endpoints =
        store.list(Pod.class).stream()
            .filter(
                pod ->
                    pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace()))
            .filter(
                pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
            .filter(pod -> pod.getStatus().getPodIP() != null)
            .map(EndpointController::endpoint)
            .toList();
    store.save(
        new EndpointSliceBuilder()
            .withMetadata(
                new ObjectMetaBuilder()
                    .withName(name + "-" + Names.suffix(name.hashCode(), 5))
                    .withGenerateName(name + "-")
                    .withNamespace(service.getMetadata().getNamespace())
                    .addToLabels("kubernetes.io/service-name", name)
                    .addToLabels(
                        "endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
                    .withOwnerReferences(
                        new OwnerReferenceBuilder()
                            .withApiVersion("v1")
                            .withKind("Service")
                            .withName(name)
                            .withUid(service.getMetadata().getUid())
                            .withController(true)
                            .withBlockOwnerDeletion(true)
                            .build())
                    .build())
            .withAddressType("IPv4")
            .addNewPort()
            .withName("http")
            .withPort(5000)
            .withProtocol("TCP")
            .endPort()
            .withEndpoints(endpoints)
            .build());
  }

  private static Endpoint endpoint(Pod pod) {
    boolean ready = ReplicaSetController.isReady(pod);
    return new EndpointBuilder()
        .withAddresses(pod.getStatus().getPodIP())
        .withNewConditions()
        .withReady(ready)
        .withServing(ready)
        .withTerminating(false)
        .endConditions()
        .withNodeName("simulated")
        .withNewTargetRef()
        .withKind("Pod")
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withUid(pod.getMetadata().getUid())
        .endTargetRef()
        .build();
  }
}
