package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;

/** What the API server does to an object before it keeps it, and what it does not take. */
final class Admission {

  private static final List<String> BINARY = List.of("Ei", "Pi", "Ti", "Gi", "Mi", "Ki");

  private Admission() {}

  static void admit(ApiResource resource, ObjectNode object) {
    Defaults.fill(resource, object);
    String name = object.at("/metadata/name").asText();
    switch (resource.kind()) {
      case "Deployment" -> {
        if (object.at("/spec/replicas").asInt(1) < 0) {
          throw ApiError.invalid(
              resource, name, "spec.replicas: Invalid value: must be greater than or equal to 0");
        }
        if (object.at("/spec/template/spec/containers").isEmpty()) {
          throw ApiError.invalid(resource, name, "spec.template.spec.containers: Required value");
        }
        containers(resource, name, object.at("/spec/template/spec/containers"));
      }
      case "HorizontalPodAutoscaler" -> {
        if (object.at("/spec/minReplicas").asInt(1) > object.at("/spec/maxReplicas").asInt()) {
          throw ApiError.invalid(
              resource,
              name,
              "spec.maxReplicas: Invalid value: must be greater than or equal to `minReplicas`");
        }
      }
      default -> {}
    }
  }

  private static void containers(ApiResource resource, String deployment, JsonNode containers) {
    for (JsonNode container : containers) {
      canonicalQuantities(container.at("/resources/limits"));
      canonicalQuantities(container.at("/resources/requests"));
      for (String what : List.of("cpu", "memory")) {
        JsonNode limit = container.at("/resources/limits/" + what);
        JsonNode request = container.at("/resources/requests/" + what);
        if (!limit.isMissingNode()
            && !request.isMissingNode()
            && amount(request.asText()).compareTo(amount(limit.asText())) > 0) {
          throw ApiError.invalid(
              resource,
              deployment,
              "spec.template.spec.containers[0].resources.requests: Invalid value: \"%s\": must be"
                      .formatted(request.asText())
                  + " less than or equal to %s limit of %s".formatted(what, limit.asText()));
        }
      }
    }
  }

  /** {@code 1000m} is kept as {@code 1}, {@code 1024Mi} as {@code 1Gi}. */
  private static void canonicalQuantities(JsonNode resources) {
    if (resources instanceof ObjectNode quantities) {
      for (String what : Json.names(quantities)) {
        quantities.put(what, canonical(quantities.get(what).asText()));
      }
    }
  }

  static String canonical(String quantity) {
    BigDecimal amount = amount(quantity);
    if (quantity.endsWith("i")) {
      for (int i = 0; i < BINARY.size(); i++) {
        BigDecimal unit = BigDecimal.valueOf(1024).pow(BINARY.size() - i);
        if (amount.remainder(unit).signum() == 0) {
          return amount.divide(unit).toBigInteger() + BINARY.get(i);
        }
      }
    }
    boolean whole = amount.remainder(BigDecimal.ONE).signum() == 0;
    return whole
        ? amount.toBigInteger().toString()
        : amount.multiply(BigDecimal.valueOf(1_000)).toBigInteger() + "m";
  }

  /** Cores, or bytes. */
  static BigDecimal amount(String quantity) {
    try {
      return Quantity.getAmountInBytes(Quantity.parse(quantity));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw ApiError.badRequest(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
  }
}
