package com.dhakacart.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** What {@code oncall} of the demo sees and does, through the product's public interfaces only. */
class OnCallPerson {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI product;

  OnCallPerson(URI product) {
    this.product = product;
  }

  /** Waits for it. */
  JsonNode task(String key) {
    URI tasks = product.resolve("/engine-rest/task?taskDefinitionKey=" + key);
    return Awaitility.await(key)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> first(call("GET", tasks, null, null).body()), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<JsonNode> first(String list) throws Exception {
    return Optional.ofNullable(json.readTree(list).get(0));
  }

  /** The key of the one that this runbook works on. */
  String incident(String runbook) throws Exception {
    URI running = product.resolve("/engine-rest/process-instance?processDefinitionKey=" + runbook);
    return first(call("GET", running, null, null).body())
        .orElseThrow()
        .path("businessKey")
        .asText();
  }

  /** The id of an incident's process. */
  String processInstance(String incident) throws Exception {
    URI running = product.resolve("/engine-rest/process-instance?businessKey=" + incident);
    return first(call("GET", running, null, null).body()).orElseThrow().path("id").asText();
  }

  HttpResponse<String> complete(JsonNode task, Map<String, String> answers) throws Exception {
    Map<String, Map<String, String>> variables = new HashMap<>();
    answers.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    URI complete = product.resolve("/engine-rest/task/" + task.path("id").asText() + "/complete");
    return call("POST", complete, null, json.writeValueAsString(Map.of("variables", variables)));
  }

  HttpResponse<String> call(String method, URI uri, String accept, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("oncall:demo".getBytes()));
    for (String header : List.of("Accept", "Content-Type")) {
      String value = header.equals("Accept") ? accept : "application/json";
      if (value != null) {
        request.header(header, value);
      }
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /**
   * @param accept the form of the report
   */
  String report(String incident, String accept) throws Exception {
    return call("GET", product.resolve("/incidents/" + incident + "/report"), accept, null).body();
  }
}
