package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A pod template as far as it matters whether two are the same. */
public final class Templates {

  /** Written by {@code kubectl rollout restart}. */
  public static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  private Templates() {}

  /** The template as a Deployment has it: without the label that its ReplicaSet added. */
  public static JsonNode withoutHash(JsonNode template) {
    ObjectNode copy = template.deepCopy();
    removeFrom(copy, "labels", PodStates.TEMPLATE_HASH);
    return copy;
  }

  /** What runs in the pods: also without the mark of a restart, which changes nothing else. */
  public static JsonNode withoutMarks(JsonNode template) {
    ObjectNode copy = (ObjectNode) withoutHash(template);
    removeFrom(copy, "annotations", RESTARTED_AT);
    return copy;
  }

  private static void removeFrom(ObjectNode template, String map, String key) {
    if (template.path("metadata") instanceof ObjectNode metadata) {
      if (metadata.path("creationTimestamp").isNull()) {
        metadata.remove("creationTimestamp");
      }
      if (metadata.path(map) instanceof ObjectNode entries) {
        entries.remove(key);
        if (entries.isEmpty()) {
          metadata.remove(map);
        }
      }
      if (metadata.isEmpty()) {
        template.remove("metadata");
      }
    }
  }
}
