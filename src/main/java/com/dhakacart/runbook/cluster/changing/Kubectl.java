package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.Patches;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands that a person can paste into a shell. */
final class Kubectl {

  private Kubectl() {}

  static String restart(ChangeTarget target) {
    return "kubectl rollout restart deployment/" + target.name() + in(target);
  }

  static String pause(ChangeTarget target) {
    return "kubectl rollout pause deployment/" + target.name() + in(target);
  }

  /** With the revision, since "the previous one" is another after every rollout. */
  static String rollBack(ChangeTarget target, long revision) {
    return "kubectl rollout undo deployment/"
        + target.name()
        + in(target)
        + " --to-revision="
        + revision;
  }

  /** The same, and keeps the limits that would get smaller. */
  static String rollBack(ChangeTarget target, long revision, LimitFloor floor) {
    List<String> commands = new ArrayList<>(List.of(rollBack(target, revision)));
    floor.kept().forEach((container, limits) -> commands.add(limits(target, container, limits)));
    if (!floor.unlimited().isEmpty()) {
      commands.add(patch(target, Patches.STRATEGIC, withoutLimits(floor.unlimited())));
    }
    return String.join(" && ", commands);
  }

  private static String limits(ChangeTarget target, String container, Map<String, String> limits) {
    return "kubectl set resources deployment/%s%s -c %s --limits=%s"
        .formatted(
            target.name(),
            in(target),
            container,
            limits.entrySet().stream()
                .map(limit -> limit.getKey() + "=" + limit.getValue())
                .collect(Collectors.joining(",")));
  }

  /** {@code kubectl set resources} sets limits only; it cannot take one away. */
  private static JsonNode withoutLimits(Map<String, List<String>> unlimited) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ArrayNode containers =
        patch.putObject("spec").putObject("template").putObject("spec").putArray("containers");
    unlimited.forEach(
        (container, resources) -> {
          ObjectNode limits =
              containers
                  .addObject()
                  .put("name", container)
                  .putObject("resources")
                  .putObject("limits");
          resources.forEach(limits::putNull);
        });
    return patch;
  }

  static String scale(ChangeTarget target, int replicas) {
    return "kubectl scale deployment/" + target.name() + " --replicas=" + replicas + in(target);
  }

  static String patch(ChangeTarget target, String mediaType, JsonNode patch) {
    if (target.scale()) {
      return scale(target, patch.at("/spec/replicas").asInt());
    }
    String type =
        switch (mediaType) {
          case Patches.JSON_PATCH -> " --type=json";
          case Patches.MERGE -> " --type=merge";
          default -> "";
        };
    return "kubectl patch "
        + target.singular()
        + " "
        + target.name()
        + in(target)
        + type
        + " -p "
        + quoted(patch.toString());
  }

  private static String in(ChangeTarget target) {
    return " -n " + target.namespace();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
