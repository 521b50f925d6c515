package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.ArrayList;
import java.util.Map;

/** The three kinds of patches that the API server takes here. */
final class Patches {

  /** By what the elements of a list are told apart; other lists are replaced as a whole. */
  private static final Map<String, String> MERGE_KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "env", "name",
          "volumes", "name",
          "imagePullSecrets", "name",
          "ports", "containerPort",
          "volumeMounts", "mountPath",
          "conditions", "type",
          "ownerReferences", "uid");

  private Patches() {}

  static ObjectNode apply(String mediaType, ObjectNode object, JsonNode patch) {
    String type = mediaType == null ? "" : mediaType.split(";")[0].trim();
    return switch (type) {
      case "application/json-patch+json" -> json(object, patch);
      case "application/merge-patch+json" -> merge(object, asObject(patch));
      case "application/strategic-merge-patch+json" -> strategic(object, asObject(patch));
      default ->
          throw ApiError.of(
              415,
              "UnsupportedMediaType",
              "the body of the request was in an unknown format - accepted media types include:"
                  + " application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json");
    };
  }

  private static ObjectNode json(ObjectNode object, JsonNode patch) {
    try {
      return (ObjectNode) JsonPatch.apply(patch, object.deepCopy());
    } catch (JsonPatchException e) {
      throw ApiError.patchDoesNotApply();
    }
  }

  private static ObjectNode merge(ObjectNode object, ObjectNode patch) {
    ObjectNode merged = object.deepCopy();
    for (String name : Json.names(patch)) {
      JsonNode value = patch.get(name);
      if (value.isNull()) {
        merged.remove(name);
      } else if (value instanceof ObjectNode nested) {
        ObjectNode there = merged.get(name) instanceof ObjectNode old ? old : Json.object();
        merged.set(name, merge(there, nested));
      } else {
        merged.set(name, value);
      }
    }
    return merged;
  }

  private static ObjectNode strategic(ObjectNode object, ObjectNode patch) {
    if ("replace".equals(patch.path("$patch").asText())) {
      ObjectNode replaced = patch.deepCopy();
      replaced.remove("$patch");
      return replaced;
    }
    ObjectNode merged = object.deepCopy();
    for (String name : Json.names(patch)) {
      JsonNode value = patch.get(name);
      if (name.startsWith("$")) {
        continue;
      }
      if (value.isNull()) {
        merged.remove(name);
      } else if (value instanceof ObjectNode nested) {
        ObjectNode there = merged.get(name) instanceof ObjectNode old ? old : Json.object();
        merged.set(name, strategic(there, nested));
      } else if (value instanceof ArrayNode elements && MERGE_KEYS.containsKey(name)) {
        ArrayNode there = merged.get(name) instanceof ArrayNode old ? old : Json.array();
        merged.set(name, elements(there, elements, MERGE_KEYS.get(name)));
      } else {
        merged.set(name, value);
      }
    }
    retainKeys(merged, patch.path("$retainKeys"));
    return merged;
  }

  private static ArrayNode elements(ArrayNode list, ArrayNode patch, String key) {
    ArrayNode merged = list.deepCopy();
    for (JsonNode element : patch) {
      int index = indexOf(merged, key, element.path(key));
      boolean delete = "delete".equals(element.path("$patch").asText());
      if (delete && index >= 0) {
        merged.remove(index);
      } else if (!delete && index >= 0) {
        merged.set(index, strategic((ObjectNode) merged.get(index), asObject(element)));
      } else if (!delete) {
        merged.add(element);
      }
    }
    return merged;
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static void retainKeys(ObjectNode merged, JsonNode keys) {
    if (keys.isArray()) {
      var retained = new ArrayList<String>();
      keys.forEach(key -> retained.add(key.asText()));
      merged.retain(retained);
    }
  }

  private static ObjectNode asObject(JsonNode patch) {
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.badRequest("the patch is not a JSON object");
  }
}
