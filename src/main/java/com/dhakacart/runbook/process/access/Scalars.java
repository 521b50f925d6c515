package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The only values that a caller may send the engine: a String, a Boolean, an Integer or null. Any
 * other type would let the caller say what the engine makes of it, up to a class of their choice.
 */
enum Scalars {
  STRING("String", JsonNode::isTextual),
  BOOLEAN("Boolean", JsonNode::isBoolean),
  INTEGER("Integer", it -> it.isIntegralNumber() && it.canConvertToInt());

  private static final Set<String> PARTS = Set.of("value", "type", "valueInfo", "local");

  private final String engineName;
  private final Predicate<JsonNode> isOfType;

  Scalars(String engineName, Predicate<JsonNode> isOfType) {
    this.engineName = engineName;
    this.isOfType = isOfType;
  }

  /**
   * Checks a body's variables against those that are declared.
   *
   * @param declared name and type of each that may be there; none has to be
   * @throws DecisionRefused when another one is there, or one of another type
   */
  static void check(JsonNode variables, Map<String, Scalars> declared, String asker) {
    if (variables.isMissingNode() || variables.isNull()) {
      return;
    }
    if (!variables.isObject()) {
      throw new DecisionRefused("variables is an object: {\"variables\": {\"name\": {...}}}");
    }
    for (Map.Entry<String, JsonNode> variable : variables.properties()) {
      Scalars type = declared.get(variable.getKey());
      if (type == null) {
        throw new DecisionRefused(
            declared.isEmpty()
                ? "%s does not ask for %s, nor for anything else; leave variables out"
                    .formatted(asker, variable.getKey())
                : "%s does not ask for %s; answer %s, and leave out the rest"
                    .formatted(asker, variable.getKey(), String.join(", ", declared.keySet())));
      }
      type.check(variable.getKey(), variable.getValue());
    }
  }

  private void check(String name, JsonNode variable) {
    if (!variable.isObject()) {
      throw new DecisionRefused(
          "%s is sent as {\"value\": ...}, and as a %s".formatted(name, engineName));
    }
    for (Map.Entry<String, JsonNode> part : variable.properties()) {
      if (!PARTS.contains(part.getKey())) {
        throw new DecisionRefused(
            "%s does not take %s; send its value, and leave out the rest"
                .formatted(name, part.getKey()));
      }
    }
    if (!isNamed(variable.path("type")) || !isEmpty(variable.path("valueInfo"))) {
      throw new DecisionRefused(
          "%s is a %s; leave out type and valueInfo, or say so".formatted(name, engineName));
    }
    JsonNode value = variable.path("value");
    if (!value.isMissingNode() && !value.isNull() && !isOfType.test(value)) {
      throw new DecisionRefused("The value of %s is no %s".formatted(name, engineName));
    }
    if (!isEmpty(variable.path("local")) && !variable.path("local").isBoolean()) {
      throw new DecisionRefused("local is true or false");
    }
  }

  private boolean isNamed(JsonNode type) {
    return type.isMissingNode()
        || type.isNull()
        || type.isTextual()
            && Set.of(engineName.toLowerCase(Locale.ROOT), "null")
                .contains(type.textValue().toLowerCase(Locale.ROOT));
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isObject() && node.isEmpty();
  }
}
