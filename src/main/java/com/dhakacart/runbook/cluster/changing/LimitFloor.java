package com.dhakacart.runbook.cluster.changing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits that a return to another template must not make smaller: nothing is, in the middle of an
 * incident, and the release before may have been raised only since. No limit is higher than any.
 *
 * @param kept by container, what is higher now: resource to quantity
 * @param unlimited by container, what has no limit now and would get one
 */
record LimitFloor(Map<String, Map<String, String>> kept, Map<String, List<String>> unlimited) {

  /** What a container may use freely without a limit; of anything else it then gets none. */
  private static final List<String> FREE_WITHOUT_LIMIT =
      List.of("cpu", "memory", "ephemeral-storage");

  /**
   * @param now the template that runs
   * @param then the one to return to
   */
  static LimitFloor of(JsonNode now, JsonNode then) {
    Map<String, Map<String, String>> kept = new LinkedHashMap<>();
    Map<String, List<String>> unlimited = new LinkedHashMap<>();
    for (JsonNode running : now.at("/spec/containers")) {
      String name = running.path("name").asText();
      for (JsonNode container : then.at("/spec/containers")) {
        if (name.equals(container.path("name").asText())) {
          kept.put(name, higher(limits(running), limits(container)));
          unlimited.put(name, unlimited(limits(running), limits(container)));
        }
      }
    }
    kept.values().removeIf(Map::isEmpty);
    unlimited.values().removeIf(List::isEmpty);
    return new LimitFloor(kept, unlimited);
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

  private static List<String> unlimited(JsonNode now, JsonNode then) {
    return FREE_WITHOUT_LIMIT.stream().filter(it -> then.has(it) && !now.has(it)).toList();
  }

  /** Whether the other template makes no limit smaller. */
  boolean isEmpty() {
    return kept.isEmpty() && unlimited.isEmpty();
  }

  /** The template with these limits as they are now; itself where the floor is empty. */
  JsonNode in(JsonNode template) {
    JsonNode copy = template.deepCopy();
    for (JsonNode container : copy.at("/spec/containers")) {
      if (limits(container) instanceof ObjectNode limits) {
        String name = container.path("name").asText();
        kept.getOrDefault(name, Map.of()).forEach(limits::put);
        limits.remove(unlimited.getOrDefault(name, List.of()));
        if (limits.isEmpty()) {
          ((ObjectNode) container.path("resources")).remove("limits");
        }
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
