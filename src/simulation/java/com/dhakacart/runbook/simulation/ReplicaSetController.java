package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Keeps as many pods as each ReplicaSet wants; those that are not ready go first. */
class ReplicaSetController implements Controller {

  private final ObjectStore store;

  ReplicaSetController(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void reconcile() {
    store.list(ReplicaSet.class).forEach(this::reconcile);
  }

  private void reconcile(ReplicaSet replicaSet) {
    if (isOrphan(replicaSet)) {
      podsOf(replicaSet).forEach(store::delete);
      store.delete(replicaSet);
      return;
    }
    List<Pod> pods = podsOf(replicaSet);
    int wanted = replicaSet.getSpec().getReplicas();
    pods.stream()
        .sorted(
            Comparator.comparing(ReplicaSetController::isReady)
                .thenComparing(
                    pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder()))
        .limit(Math.max(0, pods.size() - wanted))
        .forEach(store::delete);
    for (int i = pods.size(); i < wanted; i++) {
      store.save(podOf(replicaSet));
    }
    writeStatus(replicaSet);
  }

  private void writeStatus(ReplicaSet replicaSet) {
    List<Pod> pods = podsOf(replicaSet);
    int ready = (int) pods.stream().filter(ReplicaSetController::isReady).count();
    store.save(
        new ReplicaSetBuilder(replicaSet)
            .withStatus(
                new ReplicaSetStatusBuilder()
                    .withReplicas(pods.size())
                    .withFullyLabeledReplicas(pods.size())
                    .withReadyReplicas(ready)
                    .withAvailableReplicas(ready)
                    .withObservedGeneration(replicaSet.getMetadata().getGeneration())
                    .build())
            .build());
  }

  private boolean isOrphan(ReplicaSet replicaSet) {
    return store.list(Deployment.class).stream()
        .noneMatch(one -> replicaSet.hasOwnerReferenceFor(one.getMetadata().getUid()));
  }

  private List<Pod> podsOf(ReplicaSet replicaSet) {
    return store.list(Pod.class).stream()
        .filter(pod -> pod.hasOwnerReferenceFor(replicaSet.getMetadata().getUid()))
        .toList();
  }

  private static Pod podOf(ReplicaSet replicaSet) {
    var template = replicaSet.getSpec().getTemplate();
    String name = replicaSet.getMetadata().getName();
    return new PodBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(name + "-" + Names.suffix(UUID.randomUUID(), 5))
                .withGenerateName(name + "-")
                .withNamespace(replicaSet.getMetadata().getNamespace())
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(template.getMetadata().getAnnotations())
                .withOwnerReferences(
                    new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("ReplicaSet")
                        .withName(name)
                        .withUid(replicaSet.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .build())
        .withSpec(template.getSpec())
        .withNewStatus()
        .withPhase("Pending")
        .endStatus()
        .build();
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }
}
