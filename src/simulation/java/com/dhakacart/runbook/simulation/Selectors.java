package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors, as they stand in a query. */
final class Selectors {

  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");

  private Selectors() {}

  static Predicate<JsonNode> of(Map<String, String> query) {
    return labels(query.get("labelSelector")).and(fields(query.get("fieldSelector")));
  }

  static Predicate<JsonNode> labels(String selector) {
    Predicate<JsonNode> all = object -> true;
    if (selector == null || selector.isBlank()) {
      return all;
    }
    // A comma inside of brackets parts values, not requirements.
    for (String requirement : selector.split(",(?![^(]*\\))")) {
      all = all.and(label(requirement.trim()));
    }
    return all;
  }

  static Predicate<JsonNode> fields(String selector) {
    Predicate<JsonNode> all = object -> true;
    if (selector == null || selector.isBlank()) {
      return all;
    }
    for (String requirement : selector.split(",")) {
      Matcher equality = EQUALITY.matcher(requirement.trim());
      if (!equality.matches()) {
        throw ApiError.badRequest("invalid field selector: " + requirement);
      }
      String pointer = "/" + equality.group(1).replace('.', '/');
      boolean wanted = !equality.group(2).equals("!=");
      all = all.and(object -> object.at(pointer).asText().equals(equality.group(3)) == wanted);
    }
    return all;
  }

  private static Predicate<JsonNode> label(String requirement) {
    Matcher set = SET.matcher(requirement);
    if (set.matches()) {
      boolean wanted = set.group(2).equals("in");
      var values = Arrays.stream(set.group(3).split(",")).map(String::trim).toList();
      return object -> values.contains(labelOf(object, set.group(1))) == wanted;
    }
    Matcher equality = EQUALITY.matcher(requirement);
    if (equality.matches()) {
      boolean wanted = !equality.group(2).equals("!=");
      return object -> equality.group(3).equals(labelOf(object, equality.group(1))) == wanted;
    }
    return requirement.startsWith("!")
        ? object -> labelOf(object, requirement.substring(1).trim()) == null
        : object -> labelOf(object, requirement) != null;
  }

  private static String labelOf(JsonNode object, String label) {
    JsonNode value = object.path("metadata").path("labels").get(label);
    return value == null ? null : value.asText();
  }
}
