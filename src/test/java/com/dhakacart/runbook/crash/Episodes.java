package com.dhakacart.runbook.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What Alertmanager and people do meanwhile: each alert is sent until it is taken, each open
 * decision is decided until that is answered, and what was answered with 2xx is remembered.
 */
class Episodes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final DateTimeFormatter ENGINE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

  /** A person looks for the reason first. */
  private static final Duration MENDS_WITHIN = Duration.ofSeconds(5);

  private static final int OK = 200;
  private static final int NOT_TAKEN = 300;
  private static final int REFUSED = 400;

  /**
   * What somebody is to decide.
   *
   * @param service empty while its alert has not been answered
   * @param step the element of the model
   * @param refused whether what was decided before may not be, as to undo what was not done
   */
  record Asked(String service, String incident, String step, String task, boolean refused) {}

  /** Decides; an empty answer waits. */
  interface Decider {
    Map<String, String> decide(Asked asked);
  }

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Supplier<URI> product;
  private final Decider decider;
  private final Map<String, String> incidents = new ConcurrentHashMap<>();
  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private final Map<String, Instant> firedAt = new ConcurrentHashMap<>();
  private final Set<String> onTheWay = ConcurrentHashMap.newKeySet();
  private final Set<String> resolved = ConcurrentHashMap.newKeySet();
  private final Set<String> decided = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean repeating;
  private volatile boolean over;

  /**
   * @param product where the next request goes; another node each time, where there are several
   */
  Episodes(Supplier<URI> product, Decider decider) {
    this.product = product;
    this.decider = decider;
    Thread people = new Thread(this::decideAll, "people");
    people.setDaemon(true);
    people.start();
    threads.add(people);
  }

  /** Lets an alert fire for each, in the background, until it is taken. */
  void fire(List<String> services) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (String service : services) {
      firedAt.put(service, now);
      onTheWay.add(service);
      Thread sender = new Thread(() -> send(service, now, "firing"), "alert of " + service);
      sender.setDaemon(true);
      sender.start();
      threads.add(sender);
    }
  }

  /** Whether its last alert was not taken yet. */
  boolean isOnTheWay(String service) {
    return onTheWay.contains(service);
  }

  /** Lets the alert of a service end. */
  void resolve(String service) {
    Instant fired = firedAt.get(service);
    if (fired != null && resolved.add(service + fired)) {
      Thread sender = new Thread(() -> send(service, fired, "resolved"), "end of " + service);
      sender.setDaemon(true);
      sender.start();
      threads.add(sender);
    }
  }

  /** From now on each step that has failed as often as it may is tried again, as its page says. */
  void repeatWhatFailed() {
    repeating = true;
  }

  /** Whose incidents others began. */
  void know(Map<String, String> services) {
    incidents.putAll(services);
  }

  /** Elements at which any incident waits. */
  Set<String> waiting() throws IOException {
    Set<String> elements = new TreeSet<>();
    json.readTree(get("/engine-rest/history/activity-instance?unfinished=true&maxResults=2000"))
        .forEach(it -> elements.add(it.path("activityId").asText()));
    return elements;
  }

  /** Business keys of what was taken with 2xx, with their services. */
  Map<String, String> incidents() {
    return new TreeMap<>(incidents);
  }

  /** Ids of the tasks whose decision was answered with 2xx. */
  Set<String> decided() {
    return Set.copyOf(decided);
  }

  /** How many of them have not ended; all that were taken, while nobody can say. */
  int open() {
    try {
      return json.readTree(get("/engine-rest/history/process-instance/count?unfinished=true"))
          .path("count")
          .asInt(incidents.size());
    } catch (IOException nobodyThere) {
      return incidents.size();
    }
  }

  /** When they are due, by where they stand. */
  Map<Timers.Place, Instant> timers() throws IOException {
    Map<String, String> elements = new TreeMap<>();
    json.readTree(get("/engine-rest/job-definition"))
        .forEach(it -> elements.put(it.path("id").asText(), it.path("activityId").asText()));
    Map<Timers.Place, Instant> due = new HashMap<>();
    for (JsonNode timer : json.readTree(get("/engine-rest/job?timers=true&maxResults=2000"))) {
      due.put(
          new Timers.Place(
              elements.get(timer.path("jobDefinitionId").asText()),
              timer.path("executionId").asText()),
          OffsetDateTime.parse(timer.path("dueDate").asText(), ENGINE_TIME).toInstant());
    }
    return due;
  }

  /** Ids of all that run or wait in an incident. */
  Set<String> executions() throws IOException {
    Set<String> ids = new TreeSet<>();
    json.readTree(get("/engine-rest/execution?maxResults=9000"))
        .forEach(it -> ids.add(it.path("id").asText()));
    return ids;
  }

  String get(String path) throws IOException {
    HttpResponse<String> answer = call("admin", "GET", path, null);
    if (answer.statusCode() >= NOT_TAKEN) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  /** Sends it once, whatever is answered. */
  HttpResponse<String> deliver(String service, Instant startsAt, String status) throws IOException {
    return call(null, "POST", "/alerts", payload(service, startsAt, status));
  }

  /** Decides once, whatever is answered. */
  HttpResponse<String> complete(String task, Map<String, String> answers) throws IOException {
    Map<String, Map<String, String>> variables = new TreeMap<>();
    answers.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return call(
        "everybody",
        "POST",
        "/engine-rest/task/" + task + "/complete",
        json.writeValueAsString(Map.of("variables", variables)));
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
  }

  private void send(String service, Instant startsAt, String status) {
    while (!over) {
      try {
        HttpResponse<String> answer = deliver(service, startsAt, status);
        if (answer.statusCode() == OK) {
          json.readTree(answer.body())
              .path("incidents")
              .forEach(it -> remember(it.path("incident"), service));
          if (status.equals("firing")) {
            onTheWay.remove(service);
          }
          return;
        }
      } catch (IOException again) {
        // as Alertmanager does
      }
      pause();
    }
  }

  /** What is taken and ignored, such as an end before its beginning, belongs to none. */
  private void remember(JsonNode incident, String service) {
    if (incident.isTextual()) {
      incidents.putIfAbsent(incident.textValue(), service);
    }
  }

  private static String payload(String service, Instant startsAt, String status) {
    return """
        {"version": "4", "status": "%s", "alerts": [{"status": "%s", "endsAt": "0001-01-01T00:00:00Z", %s}]}"""
        .formatted(status, status, alert(service, startsAt));
  }

  private static String alert(String service, Instant startsAt) {
    return """
        "fingerprint": "%1$s", "startsAt": "%2$s",
        "labels": {"alertname": "DhakaCartHighErrorRate", "service": "%1$s", "severity": "critical"}"""
        .formatted(service, startsAt);
  }

  /** What Alertmanager says when it is asked: also what was sent long ago, unless it ended. */
  String firing() {
    return firedAt.entrySet().stream()
        .filter(it -> !resolved.contains(it.getKey() + it.getValue()))
        .map(it -> alert(it.getKey(), it.getValue()))
        .map(
            "{\"status\": {\"state\": \"active\"}, \"endsAt\": \"2100-01-01T00:00:00Z\", %s}"
                ::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void decideAll() {
    while (!over) {
      try {
        JsonNode tasks = json.readTree(call("everybody", "GET", "/engine-rest/task", null).body());
        for (JsonNode task : tasks) {
          if (task.isObject()) {
            decide(task);
          }
        }
        if (repeating) {
          repeat(json.readTree(call("everybody", "GET", "/engine-rest/incident", null).body()));
        }
      } catch (IOException again) {
        // killed; it is back soon
      }
      pause();
    }
  }

  private void repeat(JsonNode failures) throws IOException {
    for (JsonNode failure : failures) {
      Instant since =
          OffsetDateTime.parse(failure.path("incidentTimestamp").asText(), ENGINE_TIME).toInstant();
      if (since.isBefore(Instant.now().minus(MENDS_WITHIN))) {
        String job = failure.path("configuration").asText();
        call("everybody", "PUT", "/engine-rest/job/" + job + "/retries", "{\"retries\": 1}");
      }
    }
  }

  private void decide(JsonNode task) throws IOException {
    String id = task.path("id").asText();
    String key = incidentOf(task.path("processInstanceId").asText());
    Map<String, String> answers =
        decider.decide(
            new Asked(
                incidents.getOrDefault(key, ""),
                key,
                task.path("taskDefinitionKey").asText(),
                id,
                refused.contains(id)));
    if (answers.isEmpty()) {
      return;
    }
    HttpResponse<String> answer = complete(id, answers);
    if (answer.statusCode() < NOT_TAKEN) {
      decided.add(id);
    } else if (answer.statusCode() == REFUSED) {
      refused.add(id);
    }
  }

  private String incidentOf(String instance) throws IOException {
    String known = keys.get(instance);
    if (known == null) {
      known =
          json.readTree(get("/engine-rest/process-instance/" + instance))
              .path("businessKey")
              .asText();
      keys.put(instance, known);
    }
    return known;
  }

  private HttpResponse<String> call(String user, String method, String path, String body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(product.get().resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (user != null) {
      String secret =
          Base64.getEncoder().encodeToString((user + ":demo").getBytes(StandardCharsets.UTF_8));
      request.header("Authorization", "Basic " + secret);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
