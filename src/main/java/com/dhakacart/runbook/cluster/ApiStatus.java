package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What the API server says when it is itself that refuses: through a proxy, the only way to tell
 * its 503 from the application's.
 *
 * @param reason such as {@code ServiceUnavailable}; empty when it gives none
 */
record ApiStatus(String reason, String message) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<ApiStatus> in(String body) {
    if (body == null || !body.contains("\"Status\"")) {
      return Optional.empty();
    }
    try {
      JsonNode status = JSON.readTree(body);
      boolean isOne =
          "Status".equals(status.path("kind").asText())
              && "v1".equals(status.path("apiVersion").asText());
      return isOne
          ? Optional.of(
              new ApiStatus(status.path("reason").asText(), status.path("message").asText()))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
