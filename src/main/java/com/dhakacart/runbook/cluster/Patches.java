package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;

/**
 * Kubernetes' three kinds of patch, as far as the runbook uses them. Of a strategic merge patch
 * that is: lists whose items have a name are merged by it.
 */
public final class Patches {

  public static final String STRATEGIC = "application/strategic-merge-patch+json";
  public static final String MERGE = "application/merge-patch+json";
  public static final String JSON_PATCH = "application/json-patch+json";

  private static final String ANNOTATIONS = "/metadata/annotations/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Patches() {}

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new NotChangeable("The patch is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Whether it can be a merge patch of an object: JSON, and an object itself. */
  public static boolean isMerge(String json) {
    try {
      return JSON.readTree(json).isObject();
    } catch (JsonProcessingException noJson) {
      return false;
    }
  }

  /** The object as the patch leaves it, but for what the API server adds. */
  public static JsonNode applied(JsonNode object, String mediaType, JsonNode patch) {
    return JSON_PATCH.equals(mediaType)
        ? JsonPatch.apply(withoutRemovalsOfNothing(object, patch), object)
        : merged(object.deepCopy(), patch, STRATEGIC.equals(mediaType));
  }

  /**
   * The patch that puts back what this one replaces. It holds the present value of every field that
   * the patch touches, and nothing else.
   */
  public static JsonNode inverse(JsonNode object, String mediaType, JsonNode patch) {
    return JSON_PATCH.equals(mediaType)
        ? inverseOperations(object, patch)
        : inverseMerge(object, patch, STRATEGIC.equals(mediaType));
  }

  /**
   * The patch as an object took it that the API server answered with: it asks for what stands there
   * now, in every field that the patch touches.
   */
  public static JsonNode asTaken(JsonNode answered, String mediaType, JsonNode patch) {
    return JSON_PATCH.equals(mediaType)
        ? takenOperations(answered, patch)
        : inverseMerge(answered, patch, STRATEGIC.equals(mediaType));
  }

  /** A patch with a condition: it is made to this version of the object or fails. */
  public static JsonNode boundTo(
      String resourceVersion, String mediaType, JsonNode patch, String key, String value) {
    return JSON_PATCH.equals(mediaType)
        ? boundOperations(resourceVersion, patch, key, value)
        : boundMerge(resourceVersion, patch, key, value);
  }

  private static JsonNode boundMerge(
      String resourceVersion, JsonNode patch, String key, String value) {
    ObjectNode bound = patch.deepCopy();
    ObjectNode metadata = bound.withObjectProperty("metadata");
    metadata.put("resourceVersion", resourceVersion);
    if (value != null) {
      metadata.withObjectProperty("annotations").put(key, value);
    }
    return bound;
  }

  private static JsonNode boundOperations(
      String resourceVersion, JsonNode patch, String key, String value) {
    ArrayNode bound = NODES.arrayNode();
    bound.add(operation("test", "/metadata/resourceVersion", NODES.textNode(resourceVersion)));
    patch.forEach(bound::add);
    if (value != null) {
      bound.add(annotation(key, value));
    }
    return bound;
  }

  /**
   * Writes one annotation, whatever others there are.
   *
   * @param value null to take it away
   */
  public static ObjectNode annotation(String key, String value) {
    String path = ANNOTATIONS + key.replace("~", "~0").replace("/", "~1");
    return value == null
        ? operation("remove", path, null)
        : operation("add", path, NODES.textNode(value));
  }

  /**
   * The annotations that a JSON patch writes one by one, as an object has them, by their paths;
   * null for what is not there.
   */
  static ObjectNode annotationsIn(JsonNode object, JsonNode patch) {
    ObjectNode annotations = NODES.objectNode();
    for (JsonNode operation : patch) {
      String path = operation.path("path").asText();
      if (path.startsWith(ANNOTATIONS)) {
        String key = path.substring(ANNOTATIONS.length()).replace("~1", "/").replace("~0", "~");
        annotations.put(key, object.at(path).asText(null));
      }
    }
    return annotations;
  }

  /** The API server refuses them; what is taken away already is as the patch leaves it. */
  private static JsonNode withoutRemovalsOfNothing(JsonNode object, JsonNode patch) {
    ArrayNode left = NODES.arrayNode();
    for (JsonNode operation : patch) {
      boolean removes = "remove".equals(operation.path("op").asText());
      if (!removes || !object.at(operation.path("path").asText()).isMissingNode()) {
        left.add(operation);
      }
    }
    return left;
  }

  public static ObjectNode operation(String name, String path, JsonNode value) {
    ObjectNode operation = NODES.objectNode();
    operation.put("op", name).put("path", path);
    if (value != null) {
      operation.set("value", value);
    }
    return operation;
  }

  private static JsonNode merged(JsonNode into, JsonNode patch, boolean strategic) {
    if (!(patch instanceof ObjectNode fields)) {
      return patch;
    }
    ObjectNode result = into instanceof ObjectNode object ? object : NODES.objectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode present = result.path(field.getKey());
      if (field.getValue().isNull()) {
        result.remove(field.getKey());
      } else if (strategic && isNamedList(field.getValue())) {
        result.set(field.getKey(), mergedByName(present, field.getValue()));
      } else {
        result.set(field.getKey(), merged(present, field.getValue(), strategic));
      }
    }
    return result;
  }

  private static JsonNode mergedByName(JsonNode present, JsonNode items) {
    ArrayNode result = NODES.arrayNode();
    for (JsonNode item : present) {
      JsonNode change = named(items, item.path("name").asText());
      if (change.isMissingNode()) {
        result.add(item);
      } else if (!isDeletion(change)) {
        result.add(merged(item, change, true));
      }
    }
    for (JsonNode item : items) {
      if (named(present, item.path("name").asText()).isMissingNode() && !isDeletion(item)) {
        result.add(item);
      }
    }
    return result;
  }

  private static JsonNode inverseMerge(JsonNode object, JsonNode patch, boolean strategic) {
    ObjectNode inverse = NODES.objectNode();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode present = object.path(field.getKey());
      JsonNode change = field.getValue();
      if (change.isObject() && (present.isObject() || present.isMissingNode())) {
        inverse.set(field.getKey(), inverseMerge(present, change, strategic));
      } else if (strategic && isNamedList(change)) {
        inverse.set(field.getKey(), inverseByName(present, change));
      } else {
        inverse.set(field.getKey(), present.isMissingNode() ? NODES.nullNode() : present);
      }
    }
    return inverse;
  }

  private static JsonNode inverseByName(JsonNode present, JsonNode items) {
    ArrayNode inverse = NODES.arrayNode();
    for (JsonNode item : items) {
      String name = item.path("name").asText();
      JsonNode before = named(present, name);
      ObjectNode back = inverse.addObject().put("name", name);
      if (before.isMissingNode()) {
        back.put("$patch", "delete");
      } else {
        back.setAll((ObjectNode) inverseMerge(before, item, true));
      }
    }
    return inverse;
  }

  private static JsonNode takenOperations(JsonNode answered, JsonNode patch) {
    ArrayNode taken = NODES.arrayNode();
    for (JsonNode operation : patch) {
      JsonNode present = answered.at(operation.path("path").asText());
      boolean removes = !operation.has("value");
      if (removes == present.isMissingNode()) {
        taken.add(removes ? operation : operation.<ObjectNode>deepCopy().set("value", present));
      }
    }
    return taken;
  }

  private static JsonNode inverseOperations(JsonNode object, JsonNode patch) {
    ArrayNode inverse = NODES.arrayNode();
    for (JsonNode operation : patch) {
      String path = operation.path("path").asText();
      JsonNode present = object.at(path);
      inverse.insert(
          0,
          present.isMissingNode()
              ? operation("remove", path, null)
              : operation(
                  "replace".equals(operation.path("op").asText()) ? "replace" : "add",
                  path,
                  present));
    }
    return inverse;
  }

  private static boolean isNamedList(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      return false;
    }
    for (JsonNode item : node) {
      if (!item.path("name").isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDeletion(JsonNode item) {
    return "delete".equals(item.path("$patch").asText());
  }

  private static JsonNode named(JsonNode items, String name) {
    for (JsonNode item : items) {
      if (name.equals(item.path("name").asText())) {
        return item;
      }
    }
    return NODES.missingNode();
  }
}
