package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A rollout that is paused: the API server takes a new pod template, and no pod gets it. */
public final class PausedRollout {

  private static final JsonNode PAUSE = Patches.parse("{\"spec\":{\"paused\":true}}");

  private PausedRollout() {}

  /**
   * Why no pod would change, by whom it was paused, and how to get past it.
   *
   * @return empty where the rollout runs
   */
  public static Optional<String> inTheWay(ChangeTarget target, JsonNode deployment) {
    return deployment.at("/spec/paused").asBoolean()
        ? Optional.of(
            "The rollout of %s is paused, so that no pod would change; %s"
                .formatted(target.inKubectlsWords(), byWhom(target, deployment)))
        : Optional.empty();
  }

  private static String byWhom(ChangeTarget target, JsonNode deployment) {
    String resume =
        "kubectl rollout resume deployment/%s -n %s".formatted(target.name(), target.namespace());
    return isOurs(deployment)
        ? "the runbook paused it for its probe%s: undo that there, or take it back, which gives the Deployment its own strategy again (%s alone leaves it maxSurge 1 and maxUnavailable 0)"
            .formatted(
                ChangeMarks.newestIncident(ChangeMarks.annotations(deployment))
                    .map(" in incident "::concat)
                    .orElse(""),
                resume)
        : "somebody paused it, and resumes it with: " + resume;
  }

  private static boolean isOurs(JsonNode deployment) {
    return FieldManagers.writersOf(deployment, Patches.STRATEGIC, PAUSE).stream()
        .anyMatch(it -> it.manager().equals(FieldManagers.OURS));
  }
}
