package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who wrote which field of an object, as the API server keeps it in {@code managedFields}. */
public final class FieldManagers {

  /** The name under which the runbook's own changes are kept. */
  public static final String OURS = "dhakacart-runbook";

  private FieldManagers() {}

  /**
   * One who wrote.
   *
   * @param at when it last wrote; null where that is not kept
   */
  record Writer(String manager, Instant at) {}

  /** Those who own a field that the patch touches, without the status, which nobody changes. */
  static List<Writer> writersOf(JsonNode object, String patchType, JsonNode patch) {
    List<Writer> writers = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (!"status".equals(entry.path("subresource").asText())
          && isTouched(entry.path("fieldsV1"), patchType, patch)) {
        String time = entry.path("time").asText();
        writers.add(
            new Writer(
                entry.path("manager").asText(), time.isEmpty() ? null : Instant.parse(time)));
      }
    }
    return writers;
  }

  /** Who wrote last to a field that the patch touches; the runbook itself does not count. */
  static Optional<Writer> lastWriterOf(JsonNode object, String patchType, JsonNode patch) {
    return writersOf(object, patchType, patch).stream()
        .filter(it -> !it.manager().equals(OURS))
        .max(
            Comparator.comparing(
                Writer::at, Comparator.nullsFirst(Comparator.<Instant>naturalOrder())));
  }

  private static boolean isTouched(JsonNode fields, String patchType, JsonNode patch) {
    if (!Patches.JSON_PATCH.equals(patchType)) {
      return isMerged(fields, patch);
    }
    for (JsonNode operation : patch) {
      JsonNode at = fields;
      for (String name : operation.path("path").asText().substring(1).split("/")) {
        at = at.path("f:" + name);
      }
      if (!at.isMissingNode() && operation.path("path").asText().startsWith("/spec")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMerged(JsonNode fields, JsonNode patch) {
    for (var field : patch.properties()) {
      JsonNode owned = fields.path("f:" + field.getKey());
      if (!owned.isMissingNode() && isMergedInto(owned, field.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMergedInto(JsonNode owned, JsonNode value) {
    if (value.isObject() && !owned.isEmpty()) {
      return isMerged(owned, value);
    }
    if (value.isArray() && !owned.isEmpty()) {
      for (JsonNode item : value) {
        JsonNode of = owned.path("k:{\"name\":" + item.path("name") + "}");
        if (!of.isMissingNode() && isMerged(of, item)) {
          return true;
        }
      }
      return false;
    }
    return true;
  }
}
