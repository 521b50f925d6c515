package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/** Commands that a person can paste into a shell. */
final class Kubectl {

  private Kubectl() {}

  static String restart(ChangeTarget target) {
    return "kubectl rollout restart deployment/" + target.name() + in(target);
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
    return floor.kept().entrySet().stream()
        .map(
            it ->
                " && kubectl set resources deployment/%s%s -c %s --limits=%s"
                    .formatted(
                        target.name(),
                        in(target),
                        it.getKey(),
                        it.getValue().entrySet().stream()
                            .map(limit -> limit.getKey() + "=" + limit.getValue())
                            .collect(Collectors.joining(","))))
        .collect(Collectors.joining("", rollBack(target, revision), ""));
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
