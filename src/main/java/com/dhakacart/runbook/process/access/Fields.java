package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields of a body. */
final class Fields {

  private Fields() {}

  /**
   * @throws DecisionRefused when the body is something, and neither missing nor an object of these
   *     fields
   */
  static void only(JsonNode body, Set<String> allowed) {
    if (body.isMissingNode() || body.isNull()) {
      return;
    }
    if (!body.isObject()) {
      throw new DecisionRefused("The body is a JSON object, or empty");
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!allowed.contains(field.getKey())) {
        throw new DecisionRefused(
            allowed.isEmpty()
                ? "This takes no %s, nor anything else; leave the body out"
                    .formatted(field.getKey())
                : "This takes no %s; give any of %s, and leave out the rest"
                    .formatted(field.getKey(), String.join(", ", new TreeSet<>(allowed))));
      }
    }
  }

  static boolean isBlank(JsonNode field) {
    return field.isMissingNode() || field.isNull() || field.asText().isBlank();
  }
}
