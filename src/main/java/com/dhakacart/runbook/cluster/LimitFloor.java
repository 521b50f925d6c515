package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits that a return to another template must not make smaller: nothing is, in the middle of an
 * incident, and the release before may have been raised only since.
 *
 * @param kept by container, what is higher now: resource to quantity
 */
record LimitFloor(Map<String, Map<String, String>> kept) {

  /**
   * @param now the template that runs
   * @param then the one to return to
   */
  static LimitFloor of(JsonNode now, JsonNode then) {
    Map<String, Map<String, String>> kept = new LinkedHashMap<>();
    for (JsonNode running : now.at("/spec/containers")) {
      String name = running.path("name").asText();
      for (JsonNode container : then.at("/spec/containers")) {
        if (name.equals(container.path("name").asText())) {
          Map<String, String> higher = higher(limits(running), limits(container));
          if (!higher.isEmpty()) {
            kept.put(name, higher);
          }
        }
      }
    }
    return new LimitFloor(kept);
  }

  private static Map<String, String> higher(JsonNode now, JsonNode then) {
    Map<String, String> higher = new TreeMap<>();
    now.properties()
        .forEach(
            it -> {
              JsonNode before = then.path(it.getKey());
              if (!before.isMissingNode() && amount(before).compareTo(amount(it.getValue())) < 0) {
                higher.put(it.getKey(), it.getValue().asText());
              }
            });
    return higher;
  }

  /** The template with what is kept; itself where nothing is. */
  JsonNode in(JsonNode template) {
    JsonNode copy = template.deepCopy();
    for (JsonNode container : copy.at("/spec/containers")) {
      Map<String, String> limits = kept.get(container.path("name").asText());
      if (limits != null) {
        limits.forEach(((ObjectNode) limits(container))::put);
      }
    }
    return copy;
  }

  private static JsonNode limits(JsonNode container) {
    return container.at("/resources/limits");
  }

  private static BigDecimal amount(JsonNode quantity) {
    return new Quantity(quantity.asText()).getNumericalAmount();
  }
}
