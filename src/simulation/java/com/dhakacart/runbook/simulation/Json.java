package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Kubernetes writes it. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static {
    // It sets the mapper up for the Kubernetes model: quantities, empty fields left out.
    new KubernetesSerialization(MAPPER, false);
  }

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static ObjectNode tree(Object model) {
    return MAPPER.valueToTree(model);
  }

  static JsonNode node(Object value) {
    return MAPPER.valueToTree(value);
  }

  static <T> T model(JsonNode tree, Class<T> type) {
    return MAPPER.convertValue(tree, type);
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  static String write(JsonNode tree) {
    return tree.toString();
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The object at a path of field names, made where it is missing. */
  static ObjectNode at(ObjectNode root, String... path) {
    ObjectNode node = root;
    for (String name : path) {
      node = node.get(name) instanceof ObjectNode there ? there : node.putObject(name);
    }
    return node;
  }

  /** Sorted, and without null, empty objects and empty lists: what Kubernetes compares by. */
  static JsonNode canonical(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = array();
      node.forEach(element -> list.add(canonical(element)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    Map<String, JsonNode> fields = new TreeMap<>();
    Iterator<Map.Entry<String, JsonNode>> all = node.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> field = all.next();
      JsonNode value = canonical(field.getValue());
      if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
        fields.put(field.getKey(), value);
      }
    }
    ObjectNode sorted = object();
    fields.forEach(sorted::set);
    return sorted;
  }
}
