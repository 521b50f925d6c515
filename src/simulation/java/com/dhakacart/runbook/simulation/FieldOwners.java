package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who wrote which field last, as the API server keeps it in {@code metadata.managedFields}. */
final class FieldOwners {

  private static final List<String> OF_METADATA =
      List.of("annotations", "labels", "ownerReferences");

  private FieldOwners() {}

  /**
   * @param before empty where the object is made
   * @param manager as the request names it
   * @param subresource null for the object itself
   */
  static void note(
      ObjectNode before, ObjectNode after, String manager, String subresource, String now) {
    Map<String, JsonNode> was = leaves(before);
    Map<String, JsonNode> is = leaves(after);
    List<String> changed =
        is.keySet().stream().filter(it -> !is.get(it).equals(was.get(it))).toList();
    ArrayNode entries = Json.array();
    ObjectNode own = null;
    for (JsonNode entry : before.at("/metadata/managedFields")) {
      ObjectNode kept = entry.deepCopy();
      boolean isOwn =
          entry.path("manager").asText().equals(manager)
              && entry
                  .path("subresource")
                  .asText("")
                  .equals(subresource == null ? "" : subresource);
      List<String> fields = new ArrayList<>(names("", entry.get("fieldsV1")));
      fields.removeIf(it -> changed.contains(it) && !isOwn || !is.containsKey(it));
      kept.set("fieldsV1", tree(fields));
      if (isOwn) {
        own = kept;
      }
      if (!fields.isEmpty() || isOwn) {
        entries.add(kept);
      }
    }
    if (own == null) {
      own = entries.addObject().put("manager", manager).put("operation", "Update");
      own.put("apiVersion", after.path("apiVersion").asText()).put("fieldsType", "FieldsV1");
      if (subresource != null) {
        own.put("subresource", subresource);
      }
    }
    List<String> fields = new ArrayList<>(names("", own.path("fieldsV1")));
    fields.addAll(changed);
    own.put("time", now).set("fieldsV1", tree(fields));
    Json.at(after, "metadata").set("managedFields", entries);
  }

  private static Map<String, JsonNode> leaves(ObjectNode object) {
    Map<String, JsonNode> leaves = new TreeMap<>();
    for (String field : Json.names(object)) {
      switch (field) {
        case "apiVersion", "kind", "status" -> {}
        case "metadata" ->
            OF_METADATA.forEach(
                it -> collect("/f:metadata/f:" + it, object.at("/metadata/" + it), leaves));
        default -> collect("/f:" + field, object.get(field), leaves);
      }
    }
    return leaves;
  }

  private static void collect(String path, JsonNode value, Map<String, JsonNode> leaves) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      Json.names(object).forEach(it -> collect(path + "/f:" + escaped(it), object.get(it), leaves));
    } else if (value.isArray() && !value.isEmpty() && value.get(0).has("name")) {
      value.forEach(
          it -> collect(path + "/k:" + escaped("{\"name\":" + it.get("name") + "}"), it, leaves));
    } else if (!value.isMissingNode()) {
      leaves.put(path, value);
    }
  }

  private static List<String> names(String path, JsonNode fields) {
    if (!(fields instanceof ObjectNode object) || object.isEmpty()) {
      return path.isEmpty() ? List.of() : List.of(path);
    }
    return Json.names(object).stream()
        .flatMap(it -> names(path + "/" + escaped(it), object.get(it)).stream())
        .toList();
  }

  private static ObjectNode tree(List<String> paths) {
    ObjectNode tree = Json.object();
    for (String path : paths) {
      ObjectNode at = tree;
      for (String part : path.substring(1).split("/")) {
        at = Json.at(at, part.replace("~1", "/"));
      }
    }
    return tree;
  }

  private static String escaped(String part) {
    return part.replace("/", "~1");
  }
}
