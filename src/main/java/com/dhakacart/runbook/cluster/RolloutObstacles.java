package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.NamespaceRoom.PodDemand;
import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What keeps a new pod template from reaching the pods, though the API server takes it. */
@Component
class RolloutObstacles {

  private final WorkloadObjects objects;
  private final ScaledToNothing scaledToNothing;
  private final VerticalAutoscalers verticalAutoscalers;
  private final PodWorkers workers;

  RolloutObstacles(
      WorkloadObjects objects,
      ScaledToNothing scaledToNothing,
      VerticalAutoscalers verticalAutoscalers,
      PodWorkers workers) {
    this.objects = objects;
    this.scaledToNothing = scaledToNothing;
    this.verticalAutoscalers = verticalAutoscalers;
    this.workers = workers;
  }

  /**
   * @param now the Deployment
   * @param after as the change would leave it
   * @return empty where the template stays, so that no pod would be replaced
   */
  List<Obstacle> of(ChangeTarget target, JsonNode now, JsonNode after) {
    JsonNode template = after.at("/spec/template");
    if (Templates.withoutHash(now.at("/spec/template")).equals(Templates.withoutHash(template))) {
      return List.of();
    }
    Deployment changed = WorkloadObjects.deployment(after);
    CompletableFuture<List<Obstacle>> vertical =
        workers.start(
            () ->
                orUnknown(
                    "whether a VerticalPodAutoscaler writes over it",
                    () -> verticalAutoscaler(target, now, after)));
    List<Obstacle> found = new ArrayList<>();
    PausedRollout.inTheWay(target, after).map(Obstacle::forbidding).ifPresent(found::add);
    found.addAll(scaledToNothing.ofPods(target, after));
    found.addAll(noRoom(changed));
    found.addAll(waiting(target, changed));
    found.addAll(PodWorkers.answer(vertical));
    found.addAll(strategy(target, now, changed));
    found.addAll(
        orUnknown(
            "whether a PodDisruptionBudget wants more pods",
            () -> budgets(target, changed, objects.budgets(changed))));
    return found;
  }

  /** What is known to stand against it counts, also where that which only warns is unknown. */
  private static List<Obstacle> orUnknown(String what, Supplier<List<Obstacle>> asked) {
    try {
      return asked.get();
    } catch (KubernetesClientException | ApiFailure | ClusterUnavailable e) {
      return List.of(
          Obstacle.warning("It could not be asked %s: %s".formatted(what, Problems.in(e))));
    }
  }

  /** A rollout is not held up by a disruption budget, and so takes more pods than one allows. */
  private static List<Obstacle> budgets(
      ChangeTarget target, Deployment changed, List<PodDisruptionBudget> budgets) {
    int replicas = RolloutJudgement.replicas(changed);
    int left = Surge.isRecreated(changed) ? 0 : replicas - Surge.mostUnavailable(changed);
    return budgets.stream()
        .filter(it -> it.getStatus() != null && it.getStatus().getDesiredHealthy() != null)
        .filter(it -> it.getStatus().getDesiredHealthy() > left)
        .map(
            it ->
                Obstacle.warning(
                    "PodDisruptionBudget %s wants %d pods to be healthy, and while those of %s are replaced it may be %d: a rollout is not held up by it"
                        .formatted(
                            it.getMetadata().getName(),
                            it.getStatus().getDesiredHealthy(),
                            target.inKubectlsWords(),
                            left)))
        .toList();
  }

  /** New pods that are refused as they are made never come, and the old ones stay for ever. */
  private List<Obstacle> noRoom(Deployment changed) {
    NamespaceRoom room = objects.room(changed);
    List<Obstacle> found = new ArrayList<>();
    room.refusesPodsOf(changed)
        .forEach(
            it ->
                found.add(
                    Obstacle.forbidding(
                        it
                            + ", so that no new pod would be made; change the pods or the limit range first")));
    if (!Surge.isRecreated(changed)) {
      noPlace(changed).ifPresent(found::add);
      boolean cannotRoll = Surge.mostUnavailable(changed) == 0;
      room.leavesNoRoomFor(PodDemand.of(changed, "", 1, Map.of()))
          .forEach(
              it ->
                  found.add(
                      cannotRoll
                          ? Obstacle.forbidding(
                              it
                                  + ", and with maxUnavailable 0 no old pod ends before a new one is"
                                  + " there, so that none would be replaced; raise the quota, or"
                                  + " allow one pod to be unavailable")
                          : Obstacle.warning(
                              it
                                  + ": old pods end before new ones start, so that fewer serve meanwhile")));
    }
    return found;
  }

  /** Not one pod more finds a place where the template says how they stand. */
  private Optional<Obstacle> noPlace(Deployment changed) {
    int replicas = RolloutJudgement.replicas(changed);
    boolean cannotRoll = Surge.mostUnavailable(changed) == 0;
    return objects
        .places(changed)
        .filter(it -> replicas + 1 > it.most())
        .map(it -> it.tooFewFor(replicas + 1))
        .map(
            it ->
                cannotRoll
                    ? Obstacle.forbidding(
                        it
                            + "; with maxUnavailable 0 no old pod ends before a new one is there, so"
                            + " that none would be replaced: allow one pod to be unavailable, or add"
                            + " a node")
                    : Obstacle.warning(
                        it
                            + ": old pods end before new ones start, so that fewer serve meanwhile"));
  }

  /** Where pods wait for a place now, those of the next template may, too. */
  private List<Obstacle> waiting(ChangeTarget target, Deployment changed) {
    return PodHindrances.ofScheduler(objects.activePods(changed)).stream()
        .map(
            it ->
                Obstacle.warning(
                    "A pod of %s finds no place (%s), and a new one may find none: see kubectl get pods -n %s -o wide, and make room before"
                        .formatted(target.inKubectlsWords(), it, target.namespace())))
        .toList();
  }

  /** It writes requests, and limits with them, into each pod as the pod is made. */
  private List<Obstacle> verticalAutoscaler(ChangeTarget target, JsonNode now, JsonNode after) {
    if (resources(now).equals(resources(after))) {
      return List.of();
    }
    return verticalAutoscalers.of(target).stream()
        .map(
            it ->
                Obstacle.warning(
                    "VerticalPodAutoscaler %s writes requests and limits of the pods of %s as they are made, so that they may get others than these. To make it for good, set minAllowed there: kubectl edit verticalpodautoscaler %s -n %s"
                        .formatted(it, target.inKubectlsWords(), it, target.namespace())))
        .toList();
  }

  private static List<JsonNode> resources(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers").findValues("resources");
  }

  private List<Obstacle> strategy(ChangeTarget target, JsonNode now, Deployment changed) {
    List<Obstacle> found = new ArrayList<>();
    boolean wasRecreated = "Recreate".equals(now.at("/spec/strategy/type").asText());
    if (wasRecreated && !Surge.isRecreated(changed)) {
      found.add(
          Obstacle.warning(
              "The strategy of "
                  + target.inKubectlsWords()
                  + " is Recreate, and for a while a new pod would stand beside the old ones: its"
                  + " owner may have a reason against that, such as a volume that one pod can hold"));
    }
    if (Surge.isRecreated(changed)) {
      found.add(
          Obstacle.warning(
              "The strategy of "
                  + target.inKubectlsWords()
                  + " is Recreate: all pods end before the first new one starts, and nobody is"
                  + " served meanwhile"));
    }
    return found;
  }
}
