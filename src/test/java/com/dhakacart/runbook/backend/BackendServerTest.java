package com.dhakacart.runbook.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendServerTest {

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private BackendServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void goodRelease_servesEveryRouteAndIsHealthy() throws Exception {
    start(alone(Release.GOOD));

    assertThat(get("/api/products").statusCode()).isEqualTo(200);
    assertThat(get("/api/products/7").statusCode()).isEqualTo(200);
    assertThat(get("/products").statusCode()).isEqualTo(200);
    assertThat(post("/create-payment-intent").statusCode()).isEqualTo(200);
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/live").statusCode()).isEqualTo(200);
    JsonNode health = json.readTree(get("/health").body());
    assertThat(health.at("/status").asText()).isEqualTo("healthy");
    assertThat(health.at("/checks/database/details/totalConnections").isInt()).isTrue();
    assertThat(health.at("/checks/database/error").isNull()).isTrue();
    assertThat(health.at("/checks/redis/status").asText()).isEqualTo("healthy");
    assertThat(health.at("/checks/memory/details/limitMB").asInt()).isEqualTo(512);
  }

  @Test
  void badRelease_failsOnlyTheProductListAndSaysWhyInTheLog() throws Exception {
    start(alone(Release.BAD));

    assertThat(get("/api/products").statusCode()).isEqualTo(500);
    assertThat(get("/api/products/7").statusCode()).isEqualTo(200);
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(messages("relation \"product_catalog\" does not exist"))
        .containsExactly(
            "warn Database query attempt failed",
            "warn Database query attempt failed",
            "warn Database query attempt failed",
            "error Database query failed after all retries",
            "error Get products failed",
            "error Error fetching products");
  }

  @Test
  void healthOfOneDependencyAlone_isNotServed() throws Exception {
    start(alone(Release.GOOD));

    assertThat(get("/health/db").statusCode()).isEqualTo(404);
    assertThat(get("/health/redis").statusCode()).isEqualTo(404);
  }

  @Test
  void databaseAway_isUnhealthyAndNotReadyButAlive() throws Exception {
    start(
        with(
            Checks.healthy()
                .with(new Checks.Database("connect ECONNREFUSED", Duration.ZERO, 0, 0, 0))));

    HttpResponse<String> health = get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(json.readTree(health.body()).at("/checks/database/error").asText())
        .isEqualTo("connect ECONNREFUSED");
    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void redisAway_isUnhealthyAndReady() throws Exception {
    start(with(Checks.healthy().with(Checks.Redis.away())));

    HttpResponse<String> health = get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(json.readTree(health.body()).at("/checks/redis/message").asText())
        .isEqualTo("Redis client not connected");
    assertThat(get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_countByRouteAndCodeAndHaveNoSeriesForWhatNeverHappened() throws Exception {
    start(alone(Release.BAD));
    get("/api/products/7");
    get("/api/products/8");

    // counted when the answer has gone out: a client may be faster
    await()
        .untilAsserted(
            () ->
                assertThat(get("/metrics").body())
                    .contains(
                        "dhakacart_backend_http_requests_total"
                            + "{method=\"GET\",route=\"/:id\",status_code=\"200\"} 2\n",
                        "dhakacart_backend_http_request_duration_seconds_bucket"
                            + "{le=\"+Inf\",method=\"GET\",route=\"/:id\",status_code=\"200\"} 2\n",
                        "dhakacart_backend_database_connections_total 0\n")
                    .doesNotContain("status_code=\"500\""));

    get("/api/products");

    await()
        .untilAsserted(
            () ->
                assertThat(get("/metrics").body())
                    .contains(
                        "dhakacart_backend_http_requests_total"
                            + "{method=\"GET\",route=\"/\",status_code=\"500\"} 1\n"));
  }

  @Test
  void healthAskedTooOften_is429() throws Exception {
    start(alone(Release.GOOD));
    for (int i = 0; i < Release.GOOD.healthRequestsPerMinute(); i++) {
      assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    assertThat(get("/health").statusCode()).isEqualTo(429);
  }

  private void start(BackendBehavior behavior) {
    server = new BackendServer(0, behavior, log::add);
  }

  private static BackendBehavior with(Checks checks) {
    return new BackendBehavior() {
      @Override
      public Answer answer(Route route) {
        return Answer.ok();
      }

      @Override
      public Checks checks() {
        return checks;
      }
    };
  }

  private static BackendBehavior alone(BackendBehavior slow) {
    return new BackendBehavior() {
      @Override
      public Answer answer(Route route) {
        Answer answer = slow.answer(route);
        return new Answer(answer.status(), Duration.ZERO, answer.log());
      }

      @Override
      public Checks checks() {
        // the memory of this very JVM is no part of what is tested
        return slow.checks().with(new Checks.Memory(31.5, 512));
      }
    };
  }

  private List<String> messages(String error) {
    return log.stream()
        .map(this::read)
        .filter(line -> line.path("error").asText().equals(error))
        .map(line -> line.path("level").asText() + " " + line.path("message").asText())
        .toList();
  }

  private JsonNode read(String line) {
    try {
      return json.readTree(line);
    } catch (IOException e) {
      throw new AssertionError("Not JSON: " + line, e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString("{}")).build());
  }

  private URI uri(String path) {
    return server.uri().resolve(path);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
