package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Obstacle;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Looks for all that would keep a change from having an effect, before anybody is asked for it. */
@Component
class Obstacles {

  private final ApiServer api;
  private final WorkloadObjects objects;
  private final RolloutObstacles rollouts;
  private final ScaledToNothing scaledToNothing;

  Obstacles(
      ApiServer api,
      WorkloadObjects objects,
      RolloutObstacles rollouts,
      ScaledToNothing scaledToNothing) {
    this.api = api;
    this.objects = objects;
    this.rollouts = rollouts;
    this.scaledToNothing = scaledToNothing;
  }

  List<Obstacle> against(Change change) {
    ChangeTarget target = ChangeTarget.of(change);
    boolean rollsOut = target.resource().equals(ChangeTarget.DEPLOYMENTS) && !target.scale();
    if (rollsOut) {
      objects.beginRules(target.namespace());
    }
    JsonNode object = api.get(target.object().path());
    JsonNode patch = Patches.parse(change.patch());
    List<Obstacle> found = new ArrayList<>(ofItsEnd(target, object));
    found.addAll(Owners.of(target, object, change.patchType(), patch));
    if (rollsOut) {
      found.addAll(rollouts.of(target, object, Patches.applied(object, change.patchType(), patch)));
    }
    if (target.scale()) {
      found.addAll(scaledToNothing.ofScale(target, object));
    }
    if (target.resource().equals(ChangeTarget.AUTOSCALERS)) {
      found.addAll(ofTheAutoscaler(target, object));
    }
    return found;
  }

  private static List<Obstacle> ofItsEnd(ChangeTarget target, JsonNode object) {
    return object.at("/metadata/deletionTimestamp").isMissingNode()
        ? List.of()
        : List.of(
            Obstacle.forbidding(
                target.inKubectlsWords()
                    + " is being deleted (since "
                    + object.at("/metadata/deletionTimestamp").asText()
                    + "); find out by whom, and deploy it again"));
  }

  /** An autoscaler leaves a Deployment alone that is scaled to nothing. */
  private List<Obstacle> ofTheAutoscaler(ChangeTarget target, JsonNode autoscaler) {
    JsonNode scaled = autoscaler.at("/spec/scaleTargetRef");
    if (!"Deployment".equals(scaled.path("kind").asText())) {
      return List.of();
    }
    ChangeTarget deployment =
        ChangeTarget.deployment(target.namespace(), scaled.path("name").asText());
    return scaledToNothing.ofPods(deployment, api.get(deployment.path()));
  }
}
