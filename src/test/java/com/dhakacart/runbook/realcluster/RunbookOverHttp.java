package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** The product as Alertmanager and people meet it, and one incident in it: over HTTP only. */
class RunbookOverHttp {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI uri;
  private final String password;
  private final String alertToken;

  private String incident;
  private String instance;

  /**
   * @param password of every user
   * @param alertToken what Alertmanager shows
   */
  RunbookOverHttp(URI uri, String password, String alertToken) {
    this.uri = uri;
    this.password = password;
    this.alertToken = alertToken;
  }

  // ---- the alert

  /** As Alertmanager posts it; gives the incident's key. */
  String alertFires() {
    JsonNode answer =
        read(
            send(
                HttpRequest.newBuilder(uri.resolve("/alerts"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + alertToken)
                    .POST(BodyPublishers.ofString(alert()))));
    assertThat(answer.at("/incidents/0/result").asText())
        .as(answer.toString())
        .isEqualTo("STARTED");
    incident = answer.at("/incidents/0/incident").asText();
    instance = null;
    return incident;
  }

  /** Asked for when it is needed first: what is measured shall not share the machine with it. */
  private String instance() {
    if (instance == null) {
      instance =
          read(call("GET", "/engine-rest/process-instance?businessKey=" + incident, "admin", null))
              .at("/0/id")
              .asText();
    }
    return instance;
  }

  private String alert() {
    try {
      ObjectNode payload =
          (ObjectNode)
              json.readTree(Files.readString(Path.of("src/test/resources/alerts/firing.json")));
      ObjectNode alert = (ObjectNode) payload.at("/alerts/0");
      alert.put("startsAt", Instant.now().toString());
      alert.put("fingerprint", UUID.randomUUID().toString().substring(0, 8) + "b666c6e2");
      return payload.toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- what people do

  /** The task that opens next; fails at once when it is another one. */
  JsonNode awaitTask(String key) {
    return awaitTask(key, PATIENCE);
  }

  JsonNode awaitTask(String key, Duration patience) {
    try {
      return Awaitility.await(key)
          .atMost(patience)
          .pollInterval(Duration.ofMillis(500))
          .until(this::openTask, task -> !task.isMissingNode() && isThe(key, task));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(key + " did not open. " + report(), e);
    }
  }

  /** The task that opens when this one is gone. */
  JsonNode awaitTaskAfter(JsonNode before, String key) {
    awaitEndOf(before);
    return awaitTask(key);
  }

  private void awaitEndOf(JsonNode task) {
    Awaitility.await("the end of " + task.path("taskDefinitionKey").asText())
        .atMost(PATIENCE)
        .until(() -> !openTask().path("id").asText().equals(task.path("id").asText()));
  }

  /** Whatever a person is asked next. */
  JsonNode awaitAnyTask() {
    return Awaitility.await("a task")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(this::openTask, task -> !task.isMissingNode());
  }

  /** The commands that the person who decides is shown, to be typed one after the other. */
  String commands(JsonNode task) {
    String commands = read(briefing(task)).path("command").asText();
    assertThat(commands).as("commands").isNotEmpty();
    return commands;
  }

  /** What the person who decides is shown. */
  String briefing(JsonNode task) {
    return read(call(
            "GET",
            "/engine-rest/task/"
                + task.path("id").asText()
                + "/localVariables/briefing?deserializeValue=false",
            "admin",
            null))
        .path("value")
        .asText();
  }

  private boolean isThe(String key, JsonNode task) {
    assertThat(task.path("taskDefinitionKey").asText()).as(() -> report()).isEqualTo(key);
    return true;
  }

  private JsonNode openTask() {
    return read(call("GET", "/engine-rest/task?processInstanceId=" + instance(), "admin", null))
        .path(0);
  }

  List<String> openTasks() {
    return StreamSupport.stream(
            read(call("GET", "/engine-rest/task?processInstanceId=" + instance(), "admin", null))
                .spliterator(),
            false)
        .map(task -> task.path("taskDefinitionKey").asText())
        .toList();
  }

  void decide(String key, String user, Map<String, String> answers) {
    decide(awaitTask(key), user, answers);
  }

  /** Answers the very task that was seen. */
  void decide(JsonNode task, String user, Map<String, String> answers) {
    Map<String, Map<String, String>> variables = new HashMap<>();
    answers.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    HttpResponse<String> done =
        call(
            "POST",
            "/engine-rest/task/" + task.path("id").asText() + "/complete",
            user,
            write(Map.of("variables", variables)));
    assertThat(done.statusCode()).as(done.body()).isEqualTo(204);
    awaitEndOf(task);
  }

  void approve() {
    decide("userTask_approveChange", "oncall", Map.of("decision", "APPROVE", "reason", "Seen."));
  }

  // ---- what it knows

  /** A flat variable, or null. */
  String word(String name) {
    JsonNode found = variable(name);
    return found.isNull() || found.isMissingNode() ? null : found.asText();
  }

  /** A variable that is a JSON document. */
  JsonNode document(String name) {
    return read(variable(name).asText());
  }

  private JsonNode variable(String name) {
    return read(call(
            "GET",
            "/engine-rest/history/variable-instance?deserializeValues=false&processInstanceId="
                + instance()
                + "&activityInstanceIdIn="
                + instance()
                + "&variableName="
                + name,
            "admin",
            null))
        .at("/0/value");
  }

  /** The elements that were passed, each as often as it was. */
  List<String> passed() {
    return StreamSupport.stream(history().spliterator(), false)
        .map(it -> it.path("activityId").asText())
        .toList();
  }

  JsonNode history() {
    return read(
        call(
            "GET",
            "/engine-rest/history/activity-instance?processInstanceId=" + instance(),
            "admin",
            null));
  }

  String report() {
    HttpRequest.Builder request =
        request("/incidents/" + incident + "/report", "oncall").header("Accept", "text/markdown");
    return send(request.GET()).body();
  }

  HttpResponse<String> call(String method, String path, String user, String body) {
    return send(
        request(path, user)
            .header("Content-Type", "application/json")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path, String user) {
    String credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
    return HttpRequest.newBuilder(uri.resolve(path))
        .header("Authorization", "Basic " + credentials);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode read(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return read(answer.body());
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
