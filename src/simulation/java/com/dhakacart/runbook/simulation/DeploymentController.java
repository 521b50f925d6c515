package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rolls out Deployments as Kubernetes' own controller does: a template that ran before gets its old
 * ReplicaSet back with a new revision number (that is all a {@code rollout undo} is), and pods are
 * replaced within {@code maxSurge} and {@code maxUnavailable}.
 */
class DeploymentController implements Controller {

  static final String HASH = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HISTORY = "deployment.kubernetes.io/revision-history";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";
  private static final Set<String> NOT_COPIED =
      Set.of(
          REVISION,
          HISTORY,
          DESIRED,
          MAXIMUM,
          "kubectl.kubernetes.io/last-applied-configuration",
          "deprecated.deployment.rollback.to");

  private final ObjectStore store;
  private final WorldClock clock;

  DeploymentController(ObjectStore store, WorldClock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public void reconcile() {
    store.list(Deployment.class).forEach(this::reconcile);
  }

  private void reconcile(Deployment deployment) {
    List<ReplicaSet> all = ownedBy(deployment);
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      observe(deployment, all);
      return;
    }
    ReplicaSet found = currentOf(deployment, all);
    List<ReplicaSet> old = all.stream().filter(one -> !nameOf(one).equals(nameOf(found))).toList();

    ReplicaSet current = announce(deployment, found, old);
    scale(deployment, current, old);
    writeStatus(deployment, current, old);
    forgetOldest(deployment, old);
  }

  /** Of a paused rollout only the status goes on: no template reaches a pod. */
  private void observe(Deployment deployment, List<ReplicaSet> all) {
    JsonNode wanted = comparable(deployment.getSpec().getTemplate());
    all.stream()
        .filter(one -> comparable(one.getSpec().getTemplate()).equals(wanted))
        .findFirst()
        .ifPresent(
            current ->
                writeStatus(
                    deployment,
                    current,
                    all.stream().filter(one -> !nameOf(one).equals(nameOf(current))).toList()));
  }

  /** Keeps {@code revisionHistoryLimit} old ReplicaSets to go back to. */
  private void forgetOldest(Deployment deployment, List<ReplicaSet> old) {
    old.stream()
        .filter(one -> specReplicas(one) == 0 && statusReplicas(one) == 0)
        .sorted(Comparator.comparingLong(DeploymentController::revisionOf).reversed())
        .skip(deployment.getSpec().getRevisionHistoryLimit())
        .forEach(store::delete);
  }

  private List<ReplicaSet> ownedBy(Deployment deployment) {
    return store.list(ReplicaSet.class).stream()
        .filter(one -> one.hasOwnerReferenceFor(deployment.getMetadata().getUid()))
        .sorted(Comparator.comparing(one -> one.getMetadata().getCreationTimestamp()))
        .toList();
  }

  private ReplicaSet currentOf(Deployment deployment, List<ReplicaSet> all) {
    JsonNode wanted = comparable(deployment.getSpec().getTemplate());
    return all.stream()
        .filter(one -> comparable(one.getSpec().getTemplate()).equals(wanted))
        .findFirst()
        .orElseGet(() -> newReplicaSet(deployment, wanted));
  }

  private ReplicaSet newReplicaSet(Deployment deployment, JsonNode template) {
    String hash = Names.suffix(template.toString().hashCode(), 10);
    PodTemplateSpec labelled =
        new PodTemplateSpecBuilder(deployment.getSpec().getTemplate())
            .editMetadata()
            .addToLabels(HASH, hash)
            .endMetadata()
            .build();
    return store.save(
        new ReplicaSetBuilder()
            .withMetadata(
                new ObjectMetaBuilder()
                    .withName(nameOf(deployment) + "-" + hash)
                    .withNamespace(deployment.getMetadata().getNamespace())
                    .withLabels(labelled.getMetadata().getLabels())
                    .withOwnerReferences(
                        new OwnerReferenceBuilder()
                            .withApiVersion("apps/v1")
                            .withKind("Deployment")
                            .withName(nameOf(deployment))
                            .withUid(deployment.getMetadata().getUid())
                            .withController(true)
                            .withBlockOwnerDeletion(true)
                            .build())
                    .build())
            .withNewSpec()
            .withReplicas(0)
            .withSelector(
                new LabelSelectorBuilder(deployment.getSpec().getSelector())
                    .addToMatchLabels(HASH, hash)
                    .build())
            .withTemplate(labelled)
            .endSpec()
            .build());
  }

  /** Gives the current ReplicaSet its revision, and the Deployment's annotations of now. */
  private ReplicaSet announce(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
    Map<String, String> annotations = annotationsOf(current);
    annotationsOf(deployment)
        .forEach(
            (name, value) -> {
              if (!NOT_COPIED.contains(name)) {
                annotations.put(name, value);
              }
            });
    long newest = old.stream().mapToLong(DeploymentController::revisionOf).max().orElse(0) + 1;
    long revision = revisionOf(current);
    if (revision < newest) {
      if (revision > 0) {
        annotations.merge(HISTORY, String.valueOf(revision), (all, one) -> all + "," + one);
      }
      annotations.put(REVISION, String.valueOf(newest));
    }
    int replicas = deployment.getSpec().getReplicas();
    annotations.put(DESIRED, String.valueOf(replicas));
    annotations.put(MAXIMUM, String.valueOf(replicas + maxSurge(deployment)));
    ReplicaSet announced =
        store.save(
            new ReplicaSetBuilder(current)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .build());

    Map<String, String> own = annotationsOf(deployment);
    if (!annotations.get(REVISION).equals(own.get(REVISION))) {
      own.put(REVISION, annotations.get(REVISION));
      store.save(
          new DeploymentBuilder(deployment)
              .editMetadata()
              .withAnnotations(own)
              .endMetadata()
              .build());
    }
    return announced;
  }

  private void scale(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
    int wanted = deployment.getSpec().getReplicas();
    int present = specReplicas(current);
    int others = old.stream().mapToInt(DeploymentController::specReplicas).sum();

    if (present > wanted) {
      scale(current, wanted);
      return;
    }
    int room = wanted + maxSurge(deployment) - (present + others);
    if (present < wanted && room > 0) {
      scale(current, Math.min(wanted, present + room));
      return;
    }
    int available = available(current) + old.stream().mapToInt(this::available).sum();
    int minAvailable = wanted - maxUnavailable(deployment);
    int notYet = present - available(current);
    int removable = present + others - minAvailable - notYet;
    // What does not serve anyway goes first, then what is above the minimum.
    for (ReplicaSet one : old) {
      int broken = Math.min(removable, specReplicas(one) - available(one));
      if (broken > 0) {
        scale(one, specReplicas(one) - broken);
        return;
      }
    }
    for (ReplicaSet one : old) {
      int spare = Math.min(available - minAvailable, specReplicas(one));
      if (removable > 0 && spare > 0) {
        scale(one, specReplicas(one) - spare);
        return;
      }
    }
  }

  private void scale(ReplicaSet one, int replicas) {
    store.save(new ReplicaSetBuilder(one).editSpec().withReplicas(replicas).endSpec().build());
  }

  private void writeStatus(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
    Deployment fresh =
        store
            .find(Deployment.class, deployment.getMetadata().getNamespace(), nameOf(deployment))
            .orElseThrow();
    int wanted = fresh.getSpec().getReplicas();
    int updated = statusReplicas(current);
    int total = updated + old.stream().mapToInt(DeploymentController::statusReplicas).sum();
    int available = available(current) + old.stream().mapToInt(this::available).sum();
    boolean complete = updated == wanted && total == wanted && available >= wanted;

    DeploymentStatus before = fresh.getStatus();
    boolean moved =
        before == null
            || updated != orZero(before.getUpdatedReplicas())
            || total != orZero(before.getReplicas())
            || available != orZero(before.getAvailableReplicas())
            || !fresh.getMetadata().getGeneration().equals(before.getObservedGeneration());
    DeploymentStatus after =
        new DeploymentStatusBuilder()
            .withObservedGeneration(fresh.getMetadata().getGeneration())
            .withReplicas(total)
            .withUpdatedReplicas(updated)
            .withReadyReplicas(available)
            .withAvailableReplicas(available)
            .withUnavailableReplicas(Math.max(0, Math.max(total, wanted) - available))
            .withConditions(
                availability(before, available >= wanted - maxUnavailable(fresh)),
                progress(fresh, before, current, complete, moved))
            .build();
    fresh.setStatus(after);
    store.save(fresh);
  }

  private DeploymentCondition availability(DeploymentStatus before, boolean enough) {
    return condition(
        before,
        "Available",
        enough ? "True" : "False",
        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        enough
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.",
        false);
  }

  private DeploymentCondition progress(
      Deployment deployment,
      DeploymentStatus before,
      ReplicaSet current,
      boolean complete,
      boolean moved) {
    String replicaSet = "ReplicaSet \"" + nameOf(current) + "\" ";
    if (complete) {
      return condition(
          before,
          "Progressing",
          "True",
          "NewReplicaSetAvailable",
          replicaSet + "has successfully progressed.",
          false);
    }
    DeploymentCondition last = find(before, "Progressing");
    Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
    Duration deadline = Duration.ofSeconds(seconds == null ? 600 : seconds);
    // Once late, it stays late until something moves.
    boolean late =
        last != null
            && !moved
            && !last.getReason().equals("NewReplicaSetAvailable")
            && (last.getStatus().equals("False")
                || Instant.parse(last.getLastUpdateTime()).plus(deadline).isBefore(clock.now()));
    if (late) {
      return condition(
          before,
          "Progressing",
          "False",
          "ProgressDeadlineExceeded",
          replicaSet + "has timed out progressing.",
          false);
    }
    return condition(
        before, "Progressing", "True", "ReplicaSetUpdated", replicaSet + "is progressing.", moved);
  }

  private DeploymentCondition condition(
      DeploymentStatus before,
      String type,
      String status,
      String reason,
      String message,
      boolean touched) {
    DeploymentCondition last = find(before, type);
    boolean same =
        last != null
            && last.getStatus().equals(status)
            && last.getReason().equals(reason)
            && last.getMessage().equals(message);
    if (same && !touched) {
      return last;
    }
    boolean turned = last == null || !last.getStatus().equals(status);
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastUpdateTime(clock.stamp())
        .withLastTransitionTime(turned ? clock.stamp() : last.getLastTransitionTime())
        .build();
  }

  private static DeploymentCondition find(DeploymentStatus status, String type) {
    return status == null || status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(one -> one.getType().equals(type))
            .findFirst()
            .orElse(null);
  }

  private static JsonNode comparable(PodTemplateSpec template) {
    ObjectNode tree = Json.tree(template);
    Json.at(tree, "metadata", "labels").remove(HASH);
    return Json.canonical(tree);
  }

  private static long revisionOf(ReplicaSet one) {
    return Long.parseLong(annotationsOf(one).getOrDefault(REVISION, "0"));
  }

  private static Map<String, String> annotationsOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? new HashMap<>() : new HashMap<>(annotations);
  }

  private static int specReplicas(ReplicaSet one) {
    return orZero(one.getSpec().getReplicas());
  }

  private static int statusReplicas(ReplicaSet one) {
    return one.getStatus() == null ? 0 : orZero(one.getStatus().getReplicas());
  }

  private int available(ReplicaSet one) {
    return one.getStatus() == null
        ? 0
        : Math.min(orZero(one.getStatus().getAvailableReplicas()), specReplicas(one));
  }

  /** A percentage is rounded up. */
  private static int maxSurge(Deployment deployment) {
    if (isRecreated(deployment)) {
      return 0;
    }
    return (int)
        Math.ceil(
            share(deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge(), deployment));
  }

  /** A percentage is rounded down. */
  private static int maxUnavailable(Deployment deployment) {
    if (isRecreated(deployment)) {
      return deployment.getSpec().getReplicas();
    }
    return (int)
        share(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable(), deployment);
  }

  private static boolean isRecreated(Deployment deployment) {
    return deployment.getSpec().getStrategy().getType().equals("Recreate");
  }

  private static double share(IntOrString number, Deployment deployment) {
    return number.getIntVal() != null
        ? number.getIntVal()
        : deployment.getSpec().getReplicas()
            * Double.parseDouble(number.getStrVal().replace("%", ""))
            / 100;
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  private static String nameOf(HasMetadata object) {
    return object.getMetadata().getName();
  }
}
