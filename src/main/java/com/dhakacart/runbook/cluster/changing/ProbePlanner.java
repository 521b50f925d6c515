package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.Templates;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Plans a restart that replaces nothing before one new pod has shown that it helps. The strategy
 * lets one pod be made and none be taken away, and the rollout is paused as soon as that one
 * exists. Whichever way it goes on, the last write gives the Deployment its own strategy back and
 * lets its rollouts run.
 */
@Component
class ProbePlanner {

  private static final List<String> SHARES = List.of("maxSurge", "maxUnavailable");

  private final ChangePlanner planner;

  ProbePlanner(ChangePlanner planner) {
    this.planner = planner;
  }

  /**
   * @param now the Deployment, which is not paused
   * @param restartedAt as {@code kubectl rollout restart} writes it
   * @param idPrefix what the ids of the changes begin with
   */
  Probe plan(ChangeTarget target, JsonNode now, String restartedAt, String idPrefix) {
    JsonNode own = ownStrategy(now);
    Change probe = planner.plan(target, now, restart(target, now, own, restartedAt, idPrefix));
    Change pause =
        planner.planAhead(
            target, now, target.after(List.of(probe), now), pause(target, own, idPrefix));
    JsonNode paused = target.after(List.of(probe, pause), now);
    Change rest = planner.planAhead(target, now, paused, rest(target, own, pause, idPrefix));
    Change back = planner.planAhead(target, now, paused, back(probe, idPrefix + "-probe-back"));
    JsonNode restored = target.after(List.of(probe, pause, back), now);
    Change resumed =
        planner.planAhead(target, now, restored, back(pause, idPrefix + "-pause-back"));
    return new Probe(List.of(probe, pause, rest), List.of(back, resumed));
  }

  private static ChangePlanner.Draft restart(
      ChangeTarget target, JsonNode now, JsonNode own, String restartedAt, String idPrefix) {
    ObjectNode onePodMore = object();
    onePodMore.put("type", "RollingUpdate");
    onePodMore.putObject("rollingUpdate").put("maxSurge", 1).put("maxUnavailable", 0);
    JsonNode before = now.at("/spec/template/metadata/annotations").path(Templates.RESTARTED_AT);
    ObjectNode back = restarted(before.isMissingNode() ? NullNode.instance : before);
    back.withObjectProperty("spec").set("strategy", own);
    ObjectNode patch = restarted(JsonNodeFactory.instance.textNode(restartedAt));
    patch.withObjectProperty("spec").set("strategy", onePodMore);
    return new ChangePlanner.Draft(
        idPrefix + "-probe",
        ChangeKind.PROBE,
        Patches.STRATEGIC,
        patch,
        back,
        Kubectl.patch(target, Patches.STRATEGIC, strategy(onePodMore))
            + " && "
            + Kubectl.restart(target),
        null,
        false,
        null);
  }

  /** Undoing it gives back the strategy, too, since a rollout goes on from there. */
  private static ChangePlanner.Draft pause(ChangeTarget target, JsonNode own, String idPrefix) {
    ObjectNode patch = object();
    patch.putObject("spec").put("paused", true);
    return new ChangePlanner.Draft(
        idPrefix + "-pause",
        ChangeKind.PAUSE_ROLLOUT,
        Patches.STRATEGIC,
        patch,
        resumed(own),
        Kubectl.pause(target),
        null,
        true,
        null);
  }

  private static ChangePlanner.Draft rest(
      ChangeTarget target, JsonNode own, Change pause, String idPrefix) {
    JsonNode patch = resumed(own);
    return new ChangePlanner.Draft(
        idPrefix + "-rest",
        ChangeKind.RESUME_ROLLOUT,
        Patches.STRATEGIC,
        patch,
        null,
        Kubectl.patch(target, Patches.STRATEGIC, patch),
        null,
        false,
        pause.id());
  }

  private static ChangePlanner.Draft back(Change made, String id) {
    return new ChangePlanner.Draft(
        id,
        made.kind(),
        made.patchType(),
        Patches.parse(made.undoPatch()),
        null,
        made.undoCommand(),
        null,
        false,
        made.id());
  }

  private static ObjectNode restarted(JsonNode at) {
    ObjectNode patch = object();
    patch
        .putObject("spec")
        .putObject("template")
        .putObject("metadata")
        .putObject("annotations")
        .set(Templates.RESTARTED_AT, at);
    return patch;
  }

  private static ObjectNode resumed(JsonNode own) {
    ObjectNode patch = strategy(own);
    patch.withObjectProperty("spec").putNull("paused");
    return patch;
  }

  private static ObjectNode strategy(JsonNode strategy) {
    ObjectNode patch = object();
    patch.putObject("spec").set("strategy", strategy);
    return patch;
  }

  /** As a patch that leaves nothing of the probe's; what is not there now is taken away by it. */
  private static JsonNode ownStrategy(JsonNode deployment) {
    if (!(deployment.at("/spec/strategy") instanceof ObjectNode present)) {
      return NullNode.instance;
    }
    ObjectNode own = present.deepCopy();
    if (own.path("rollingUpdate") instanceof ObjectNode shares) {
      SHARES.stream().filter(it -> !shares.has(it)).forEach(shares::putNull);
    } else {
      own.putNull("rollingUpdate");
    }
    return own;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
