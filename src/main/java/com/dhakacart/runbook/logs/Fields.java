package com.dhakacart.runbook.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
  private final List<Integer> unread = new ArrayList<>();

  private Fields() {}

  static Fields of(JsonNode object) {
    Fields fields = new Fields();
    fields.add("", object, 0);
    return fields;
  }

  /**
   * Of an object as it is read, since there are thousands; its parser has to know how to read a
   * tree.
   *
   * @return empty where it is none
   */
  static Optional<Fields> of(JsonParser object) throws IOException {
    if (object.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    Fields fields = new Fields();
    while (object.nextToken() == JsonToken.FIELD_NAME) {
      String name = bare(object.currentName());
      JsonToken value = object.nextToken();
      boolean isLookedAt = FieldNames.ANY.contains(name) || name.indexOf('.') >= 0;
      if (value.isScalarValue() && (!isLookedAt || FieldNames.TIME.contains(name))) {
        fields.unread.add((int) object.currentTokenLocation().getCharOffset());
      }
      if (value != JsonToken.VALUE_STRING) {
        fields.addBare(name, object.readValueAsTree(), 0);
      } else if (isLookedAt) {
        fields.put(name, TextNode.valueOf(object.getText()));
      }
    }
    return Optional.of(fields);
  }

  static Fields of(Map<String, String> pairs) {
    Fields fields = new Fields();
    pairs.forEach((name, text) -> fields.put(bare(name), TextNode.valueOf(text)));
    return fields;
  }

  private void add(String under, JsonNode object, int depth) {
    object.fields().forEachRemaining(it -> add(under, it.getKey(), it.getValue(), depth));
  }

  private void add(String under, String written, JsonNode all, int depth) {
    addBare(under + bare(written), all, depth);
  }

  private void addBare(String name, JsonNode all, int depth) {
    JsonNode value = all.isArray() && all.path(0).isObject() ? all.path(0) : all;
    put(name, value);
    if (value.isObject() && depth < DEEPEST) {
      add(name + ".", value, depth + 1);
    }
  }

  private void put(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    byName.putIfAbsent(name, value);
    if (name.indexOf('.') < 0) {
      return;
    }
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

  /**
   * The first of the names whose value says something, and what it says. A loop, since there are
   * thousands of lines an incident.
   */
  <T> Optional<T> first(List<String> names, Function<JsonNode, Optional<T>> says) {
    for (String name : names) {
      JsonNode value = byName.get(name);
      Optional<T> said = value == null ? Optional.empty() : says.apply(value);
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }

  /**
   * Where in the line the values stand, in their order, that say nothing but when it was written,
   * or nothing that is looked at.
   */
  List<Integer> unread() {
    return unread;
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
