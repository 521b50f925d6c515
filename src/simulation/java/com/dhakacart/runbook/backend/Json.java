package com.dhakacart.runbook.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes maps, strings, numbers and null as JSON, so that the backend's image needs nothing but a
 * JRE.
 */
final class Json {

  private Json() {}

  /** A JSON object in the making: names and values in turn, as they shall stand. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote(entry.getKey().toString()) + ":" + write(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value == null || value instanceof Number
        ? String.valueOf(value)
        : quote(value.toString());
  }

  private static String quote(String text) {
    return text.chars().mapToObj(Json::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    return c == '"' || c == '\\'
        ? "\\" + (char) c
        : c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c);
  }
}
