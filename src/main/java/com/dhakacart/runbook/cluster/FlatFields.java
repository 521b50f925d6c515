package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The fields of an object by their paths, such as {@code spec.containers[backend].image}. Items of
 * lists are told apart by their names, so that an item more does not make all of them differ; what
 * is null or empty is as if it were not there.
 */
final class FlatFields {

  /** Many write secrets into the environment, into arguments and annotations. */
  private static final Pattern NO_SECRET =
      Pattern.compile(
          ".*(\\.image|\\.resources\\..*|[rR]eplicas|spec\\.paused|spec\\.strategy\\..*"
              + "|/restartedAt)");

  private static final Pattern AMOUNT =
      Pattern.compile(".*(\\.(limits|requests)\\..+|[rR]eplicas|\\.sizeLimit)");

  private FlatFields() {}

  static Map<String, String> of(JsonNode object) {
    Map<String, String> flat = new TreeMap<>();
    collect("", object, flat);
    return flat;
  }

  /** Whether what stands there may be read by everybody. */
  static boolean isNoSecret(String path) {
    return NO_SECRET.matcher(path).matches();
  }

  /**
   * Whether a field has the same value in both, however an amount is written.
   *
   * @param one null for none, and so is the other
   */
  static boolean areSame(String path, String one, String other) {
    return Objects.equals(one, other)
        || compared(path, one, other).filter(it -> it == 0).isPresent();
  }

  /** How one amount compares with another; empty where they are none. */
  static Optional<Integer> compared(String path, String one, String other) {
    return AMOUNT.matcher(path).matches() ? Quantities.compared(one, other) : Optional.empty();
  }

  private static void collect(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              it ->
                  collect(
                      path.isEmpty() ? it.getKey() : path + "." + it.getKey(),
                      it.getValue(),
                      flat));
    } else if (node.isArray()) {
      Map<String, Integer> seen = new HashMap<>();
      for (int i = 0; i < node.size(); i++) {
        String name = node.get(i).path("name").asText();
        int nth = name.isEmpty() ? 1 : seen.merge(name, 1, Integer::sum);
        String item = name.isEmpty() ? String.valueOf(i) : nth == 1 ? name : name + "#" + nth;
        collect(path + "[" + item + "]", node.get(i), flat);
      }
    } else if (!node.isNull() && !node.isMissingNode()) {
      flat.put(path, node.asText());
    }
  }
}
