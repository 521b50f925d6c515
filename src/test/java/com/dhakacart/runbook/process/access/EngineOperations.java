package com.dhakacart.runbook.process.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every operation of the engine's REST API, as its own OpenAPI document lists them. */
final class EngineOperations {

  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "patch", "options", "head");

  private static final String VARIABLE = "#/components/schemas/VariableValueDto";
  private static final int DEEPEST = 5;

  private final JsonNode document;

  EngineOperations() {
    try (InputStream in = EngineOperations.class.getResourceAsStream("/openapi.json")) {
      document = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param path with what varies in braces
   */
  record Operation(String method, String path, JsonNode specification) {

    /** Its path with something in the place of each brace. */
    String pathOf(String id) {
      return path.replaceAll("\\{[^}]+}", id);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> all() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          all.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
        }
      }
    }
    return all;
  }

  /**
   * A body of the operation with this variable in each place where one is taken; empty where the
   * operation takes none.
   */
  Optional<JsonNode> bodyWith(JsonNode variable, Operation operation) {
    JsonNode schema = operation.specification().at("/requestBody/content/application~1json/schema");
    if (schema.isMissingNode() || !takesVariable(schema, 0)) {
      return Optional.empty();
    }
    return Optional.of(sample(schema, variable, 0));
  }

  private boolean takesVariable(JsonNode schema, int depth) {
    if (depth > DEEPEST) {
      return false;
    }
    if (isVariable(schema)) {
      return true;
    }
    JsonNode resolved = resolved(schema);
    for (JsonNode part : parts(resolved)) {
      if (takesVariable(part, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVariable(JsonNode schema) {
    return schema.path("$ref").asText().equals(VARIABLE);
  }

  private List<JsonNode> parts(JsonNode schema) {
    List<JsonNode> parts = new ArrayList<>();
    schema.path("properties").forEach(parts::add);
    schema.path("allOf").forEach(parts::add);
    if (schema.path("additionalProperties").isObject()) {
      parts.add(schema.path("additionalProperties"));
    }
    if (schema.has("items")) {
      parts.add(schema.path("items"));
    }
    return parts;
  }

  private JsonNode resolved(JsonNode schema) {
    String ref = schema.path("$ref").asText();
    return ref.isEmpty() ? schema : document.at(ref.substring(1));
  }

  private JsonNode sample(JsonNode schema, JsonNode variable, int depth) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (isVariable(schema)) {
      return variable;
    }
    JsonNode resolved = resolved(schema);
    ObjectNode sample = json.objectNode();
    for (JsonNode base : resolved.path("allOf")) {
      if (takesVariable(base, depth) && sample(base, variable, depth + 1) instanceof ObjectNode o) {
        sample.setAll(o);
      }
    }
    if (resolved.path("additionalProperties").isObject()) {
      sample.set("decision", sample(resolved.path("additionalProperties"), variable, depth + 1));
    }
    if (resolved.has("items")) {
      ArrayNode list = json.arrayNode();
      return list.add(sample(resolved.path("items"), variable, depth + 1));
    }
    for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
      if (takesVariable(property.getValue(), depth + 1)) {
        sample.set(property.getKey(), sample(property.getValue(), variable, depth + 1));
      }
    }
    return sample;
  }

  /** A body of the operation with one value in each field; an empty object where it takes none. */
  JsonNode body(Operation operation) {
    JsonNode schema = operation.specification().at("/requestBody/content/application~1json/schema");
    return schema.isMissingNode() ? JsonNodeFactory.instance.objectNode() : whole(schema, 0);
  }

  private JsonNode whole(JsonNode schema, int depth) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode resolved = resolved(schema);
    if (depth > 1) {
      return json.nullNode();
    }
    ObjectNode object = json.objectNode();
    for (JsonNode base : resolved.path("allOf")) {
      if (whole(base, depth) instanceof ObjectNode o) {
        object.setAll(o);
      }
    }
    for (Map.Entry<String, JsonNode> property : resolved.path("properties").properties()) {
      object.set(property.getKey(), whole(property.getValue(), depth + 1));
    }
    return switch (resolved.path("type").asText("object")) {
      case "string" -> json.textNode("x");
      case "integer", "number" -> json.numberNode(1);
      case "boolean" -> json.booleanNode(false);
      case "array" -> json.arrayNode();
      default -> object;
    };
  }
}
