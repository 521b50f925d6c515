package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of one line by their names, whether nested or dotted, and whatever their case: {@code
 * log.level}, {@code {"log":{"level":...}}} and {@code LogLevel} are found as {@code log.level},
 * {@code log.level} and {@code loglevel}.
 */
final class Fields {

  /** An array's first element stands for it, as in {@code exceptions[0].message}. */
  private static final int DEEPEST = 4;

  /** Envelopes of log stores and of loggers that are themselves no part of a name. */
  private static final List<String> ENVELOPES =
      List.of("jsonpayload.", "record.", "fields.", "attributes.", "data.", "json.", "meta.");

  private final Map<String, JsonNode> byName = new HashMap<>();

  private Fields() {}

  static Fields of(JsonNode object) {
    Fields fields = new Fields();
    fields.add("", object, 0);
    return fields;
  }

  static Fields of(Map<String, String> pairs) {
    Fields fields = new Fields();
    pairs.forEach((name, text) -> fields.put(bare(name), TextNode.valueOf(text)));
    return fields;
  }

  private void add(String under, JsonNode object, int depth) {
    for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> one = all.next();
      String name = under + bare(one.getKey());
      JsonNode value =
          one.getValue().isArray() && one.getValue().path(0).isObject()
              ? one.getValue().path(0)
              : one.getValue();
      put(name, value);
      if (value.isObject() && depth < DEEPEST) {
        add(name + ".", value, depth + 1);
      }
    }
  }

  private void put(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    byName.putIfAbsent(name, value);
    for (String envelope : ENVELOPES) {
      if (name.startsWith(envelope)) {
        put(name.substring(envelope.length()), value);
        return;
      }
    }
  }

  private static String bare(String name) {
    StringBuilder bare = null;
    for (int at = 0; at < name.length(); at++) {
      char letter = name.charAt(at);
      boolean goes = letter == '_' || letter == '-';
      if (bare == null && (goes || Character.isUpperCase(letter))) {
        bare = new StringBuilder(name.length()).append(name, 0, at);
      }
      if (bare != null && !goes) {
        bare.append(letter);
      }
    }
    return bare == null ? name : bare.toString().toLowerCase(Locale.ROOT);
  }

  /** In the order of the names; those that are not there left out. */
  Stream<JsonNode> all(List<String> names) {
    return names.stream().map(byName::get).filter(value -> value != null);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(byName.get(name))
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }
}
