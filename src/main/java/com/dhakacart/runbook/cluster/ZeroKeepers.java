package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Those who leave a Deployment at 0 on purpose: whoever scales it by hand then runs pods beside
 * those that serve, or is scaled back. Each is named with its own way to change what serves.
 */
final class ZeroKeepers {

  private static final String PAUSED = "autoscaling.keda.sh/paused";
  private static final String PAUSED_AT = "autoscaling.keda.sh/paused-replicas";

  private static final List<Keeper> KEEPERS =
      List.of(
          new Keeper(
              "an Argo Rollout",
              at -> rollouts(at) + "/" + at.name(),
              (at, rollout) -> rollout(at, Stream.of(rollout))),
          new Keeper(
              "an Argo Rollout of another name",
              ZeroKeepers::rollouts,
              (at, all) -> rollout(at, items(all).filter(it -> !name(it).equals(at.name())))),
          new Keeper("Flagger", at -> primary(at).path(), ZeroKeepers::flagger),
          new Keeper(
              "KEDA",
              at -> "/apis/keda.sh/v1alpha1/namespaces/" + at.namespace() + "/scaledobjects",
              ZeroKeepers::keda),
          new Keeper(
              "an autoscaler",
              at -> ChangeTarget.list(at.namespace(), ChangeTarget.AUTOSCALERS),
              ZeroKeepers::autoscaler));

  private final ApiServer api;

  ZeroKeepers(ApiServer api) {
    this.api = api;
  }

  /**
   * @param known sentences: who it is, and what to type there
   * @param notAsked who may be one as well, each with why that is not known
   */
  record Found(List<String> known, List<String> notAsked) {}

  Found of(ChangeTarget deployment) {
    List<String> known = new ArrayList<>();
    List<String> notAsked = new ArrayList<>();
    for (Keeper keeper : KEEPERS) {
      try {
        keeper.in(api, deployment).ifPresent(known::add);
      } catch (ApiFailure e) {
        // the cluster has no such objects, or the namespace has not this one
        if (e.code() != ApiFailure.NOT_FOUND) {
          notAsked.add(keeper.who() + " (" + e.getMessage() + ")");
        }
      } catch (ClusterUnavailable e) {
        notAsked.add(keeper.who() + " (" + e.getMessage() + ")");
      }
    }
    return new Found(known, notAsked);
  }

  private static String rollouts(ChangeTarget deployment) {
    return "/apis/argoproj.io/v1alpha1/namespaces/" + deployment.namespace() + "/rollouts";
  }

  /** By reference; one of the same name with a template of its own was put in its place. */
  private static Optional<String> rollout(ChangeTarget deployment, Stream<JsonNode> rollouts) {
    return rollouts
        .filter(
            it ->
                it.at("/spec").has("workloadRef")
                    ? isNamed(it.at("/spec/workloadRef"), deployment)
                    : name(it).equals(deployment.name()))
        .map(
            it ->
                "Argo Rollout %1$s runs its pods in its place, and scaling it would start a second set of pods behind the same Service; change it there: kubectl argo rollouts undo %1$s -n %2$s (or restart %1$s)"
                    .formatted(name(it), deployment.namespace()))
        .findFirst();
  }

  /** Flagger calls the Deployment that serves after its target, and makes it the Canary's. */
  private static Optional<String> flagger(ChangeTarget deployment, JsonNode primary) {
    return items(primary.at("/metadata/ownerReferences"))
        .filter(it -> it.path("apiVersion").asText().startsWith("flagger.app/"))
        .map(
            it ->
                "Flagger (Canary %1$s) serves by deployment/%2$s in its place; change what serves there: kubectl rollout undo deployment/%2$s -n %3$s (or restart), and the template of deployment/%4$s as well, which its next promotion writes over that. The runbook works on what serves where runbook.services names deployment %2$s"
                    .formatted(
                        it.path("name").asText(),
                        primary(deployment).name(),
                        deployment.namespace(),
                        deployment.name()))
        .findFirst();
  }

  private static ChangeTarget primary(ChangeTarget deployment) {
    return ChangeTarget.deployment(deployment.namespace(), deployment.name() + "-primary");
  }

  private static Optional<String> keda(ChangeTarget deployment, JsonNode scaledObjects) {
    return items(scaledObjects)
        .filter(it -> isNamed(it.at("/spec/scaleTargetRef"), deployment))
        .flatMap(it -> paused(deployment, it).or(() -> idle(deployment, it)).stream())
        .findFirst();
  }

  private static Optional<String> paused(ChangeTarget deployment, JsonNode scaledObject) {
    JsonNode annotations = scaledObject.at("/metadata/annotations");
    List<String> marks = new ArrayList<>();
    if (annotations.path(PAUSED_AT).asText().equals("0")) {
      marks.add(PAUSED_AT + "-");
    }
    if (annotations.path(PAUSED).asText().equals("true")) {
      marks.add(PAUSED + "-");
    }
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "KEDA (ScaledObject %1$s) is paused and does not scale it up; let it go on there: kubectl annotate scaledobject %1$s -n %2$s %3$s"
                .formatted(name(scaledObject), deployment.namespace(), String.join(" ", marks)));
  }

  /** KEDA's minimum is 0 where none is said. */
  private static Optional<String> idle(ChangeTarget deployment, JsonNode scaledObject) {
    JsonNode spec = scaledObject.path("spec");
    List<String> patch = new ArrayList<>();
    if (spec.path("idleReplicaCount").asInt(1) == 0) {
      patch.add("\"idleReplicaCount\":null");
    }
    if (spec.path("minReplicaCount").asInt(0) == 0) {
      patch.add("\"minReplicaCount\":1");
    }
    return patch.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "KEDA (ScaledObject %1$s) scales it to 0 while its triggers are silent, and back to 0 what is scaled by hand; let it keep a pod there: kubectl patch scaledobject %1$s -n %2$s --type=merge -p '{\"spec\":{%3$s}}'"
                .formatted(name(scaledObject), deployment.namespace(), String.join(",", patch)));
  }

  private static Optional<String> autoscaler(ChangeTarget deployment, JsonNode autoscalers) {
    return items(autoscalers)
        .filter(it -> isNamed(it.at("/spec/scaleTargetRef"), deployment))
        .filter(it -> it.at("/spec/minReplicas").asInt(1) == 0)
        .map(
            it ->
                "horizontalpodautoscaler.autoscaling/%1$s may scale it to 0, and back to 0 what is scaled by hand; let it keep a pod, and then scale, since it leaves alone what is at 0: kubectl patch hpa %1$s -n %2$s --type=merge -p '{\"spec\":{\"minReplicas\":1}}' && kubectl scale deployment/%3$s -n %2$s --replicas=1"
                    .formatted(name(it), deployment.namespace(), deployment.name()))
        .findFirst();
  }

  /** What names no kind names a Deployment. */
  private static boolean isNamed(JsonNode reference, ChangeTarget deployment) {
    return reference.path("kind").asText("Deployment").equals("Deployment")
        && reference.path("name").asText().equals(deployment.name());
  }

  private static Stream<JsonNode> items(JsonNode list) {
    JsonNode items = list.isArray() ? list : list.path("items");
    return StreamSupport.stream(items.spliterator(), false);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /**
   * @param path where what it leaves in the cluster is asked for
   * @param keeps from the answer: its sentence, where it keeps the Deployment at 0
   */
  private record Keeper(
      String who,
      Function<ChangeTarget, String> path,
      BiFunction<ChangeTarget, JsonNode, Optional<String>> keeps) {

    Optional<String> in(ApiServer api, ChangeTarget deployment) {
      return keeps.apply(deployment, api.get(path.apply(deployment)));
    }
  }
}
