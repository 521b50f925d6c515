package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.http.HttpCalls;
import com.dhakacart.runbook.metrics.Series.Point;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Prometheus' HTTP API. All that asks fails with {@link MetricsUnknown} when there is no usable
 * answer.
 */
@Component
class PrometheusApi {

  private final MetricsSettings settings;
  private final ObjectMapper json;
  private final RestClient http;
  private final SimpleAsyncTaskExecutor asking = new SimpleAsyncTaskExecutor("prometheus-");

  PrometheusApi(MetricsSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
    this.http = HttpCalls.within(settings.timeout()).build();
    this.asking.setDaemon(true);
  }

  private void authenticate(HttpHeaders headers) {
    settings.headers().forEach(headers::set);
    if (settings.bearerTokenFile() != null) {
      headers.setBearerAuth(token(settings.bearerTokenFile()));
    } else if (StringUtils.hasText(settings.bearerToken())) {
      headers.setBearerAuth(settings.bearerToken());
    } else if (StringUtils.hasText(settings.username())) {
      headers.setBasicAuth(settings.username(), settings.password(), StandardCharsets.UTF_8);
    }
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new MetricsUnknown(
          "the token in %s cannot be read (%s); check runbook.metrics.bearer-token-file"
              .formatted(file, e),
          e);
    }
  }

  /** The query's value now, by Prometheus' own clock. */
  List<Series> now(String query) {
    return ask("/api/v1/query", Map.of("query", query));
  }

  /** The same, while the caller asks for something else. */
  CompletableFuture<List<Series>> begin(String query) {
    return CompletableFuture.supplyAsync(() -> now(query), asking);
  }

  List<Series> range(String query, Instant from, Instant to, Duration step) {
    return ask(
        "/api/v1/query_range",
        Map.of(
            "query", query,
            "start", String.valueOf(from.getEpochSecond()),
            "end", String.valueOf(to.getEpochSecond()),
            "step", String.valueOf(step.toSeconds())));
  }

  private List<Series> ask(String path, Map<String, String> parameters) {
    if (!configured()) {
      throw new MetricsUnknown("no Prometheus is configured; set runbook.metrics.url");
    }
    try {
      return http.get()
          .uri(address(path, parameters))
          .accept(MediaType.APPLICATION_JSON)
          .headers(this::authenticate)
          .exchange((request, answer) -> series(answer));
    } catch (ResourceAccessException failure) {
      throw noAnswer(failure);
    }
  }

  /** What the settings' address holds stays as it is, its own parameters included. */
  private URI address(String path, Map<String, String> parameters) {
    URI base = settings.url();
    String root = StringUtils.trimTrailingCharacter(Objects.toString(base.getRawPath(), ""), '/');
    UriComponentsBuilder address = UriComponentsBuilder.fromUri(base).replacePath(root + path);
    settings.parameters().forEach((name, value) -> add(address, name, value));
    parameters.forEach((name, value) -> add(address, name, value));
    return address.build(true).toUri();
  }

  /** PromQL is full of what means something else in an address. */
  private static void add(UriComponentsBuilder address, String name, String value) {
    address.queryParam(
        UriUtils.encode(name, StandardCharsets.UTF_8),
        UriUtils.encode(value, StandardCharsets.UTF_8));
  }

  private MetricsUnknown noAnswer(ResourceAccessException failure) {
    return new MetricsUnknown(
        "Prometheus at %s %s; check that it runs and that runbook.metrics.url is right"
            .formatted(settings.url(), HttpCalls.why(failure, settings.timeout())),
        failure.getCause());
  }

  private List<Series> series(ClientHttpResponse answer) throws IOException {
    int status = answer.getStatusCode().value();
    JsonNode body = body(answer.getBody().readAllBytes());
    if (status == 401 || status == 403) {
      throw new MetricsUnknown(
          "Prometheus at %s does not let us ask (%d); set runbook.metrics.bearer-token, or username and password"
              .formatted(settings.url(), status));
    }
    if (status == 400 || status == 422) {
      throw new MetricsUnknown(
          "Prometheus at %s rejects the query (%d: %s); correct it in runbook.metrics.queries"
              .formatted(settings.url(), status, body.path("error").asText("no reason given")));
    }
    if (status != 200) {
      throw new MetricsUnknown(
          "Prometheus at %s answers %d; look at Prometheus itself, or at what stands before it"
              .formatted(settings.url(), status));
    }
    if (!body.path("status").asText().equals("success")) {
      throw notPrometheus(null);
    }
    partial(body).ifPresent(this::refuse);
    try {
      return series(body.path("data"));
    } catch (RuntimeException unexpectedShape) {
      throw notPrometheus(unexpectedShape);
    }
  }

  /**
   * Why an answer is of a part of the series only, in the words of Prometheus, Thanos, Mimir or
   * VictoriaMetrics; empty for a whole one.
   */
  private static Optional<String> partial(JsonNode body) {
    List<String> warnings = new ArrayList<>();
    body.path("warnings").forEach(it -> warnings.add(it.asText()));
    // said of each counter whose name does not end in _total, and of nothing that is missing
    warnings.removeIf(it -> it.startsWith("PromQL info"));
    if (!warnings.isEmpty()) {
      return Optional.of(String.join("; ", warnings));
    }
    return body.path("isPartial").asBoolean() || body.path("data").path("isPartial").asBoolean()
        ? Optional.of("isPartial")
        : Optional.empty();
  }

  private void refuse(String warning) {
    throw new MetricsUnknown(
        "Prometheus at %s answered with a warning (%s), so that a part may be missing; look at its stores and at the query in runbook.metrics.queries"
            .formatted(settings.url(), shortened(warning)));
  }

  private static String shortened(String warning) {
    return warning.length() <= 300 ? warning : warning.substring(0, 300) + "...";
  }

  private JsonNode body(byte[] text) throws IOException {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException noJson) {
      return json.missingNode();
    }
  }

  private MetricsUnknown notPrometheus(Throwable cause) {
    return new MetricsUnknown(
        "what answers at %s is not Prometheus' API; check that runbook.metrics.url is Prometheus and not a page before it"
            .formatted(settings.url()),
        cause);
  }

  private static List<Series> series(JsonNode data) {
    JsonNode result = data.required("result");
    List<Series> all = new ArrayList<>();
    switch (data.required("resultType").asText()) {
      case "scalar" -> all.add(new Series(Map.of(), List.of(point(result))));
      case "vector" ->
          result.forEach(
              one -> all.add(new Series(labels(one), List.of(point(one.required("value"))))));
      case "matrix" -> result.forEach(one -> all.add(new Series(labels(one), points(one))));
      default -> throw new IllegalArgumentException("The query gives text, not numbers");
    }
    return all;
  }

  private static Map<String, String> labels(JsonNode series) {
    Map<String, String> labels = new HashMap<>();
    series
        .path("metric")
        .fields()
        .forEachRemaining(l -> labels.put(l.getKey(), l.getValue().asText()));
    return labels;
  }

  private static List<Point> points(JsonNode series) {
    List<Point> points = new ArrayList<>();
    series.required("values").forEach(value -> points.add(point(value)));
    return points;
  }

  private static Point point(JsonNode pair) {
    long millis = Math.round(pair.required(0).asDouble() * 1000);
    return new Point(Instant.ofEpochMilli(millis), number(pair.required(1).asText()));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  boolean configured() {
    return settings.url() != null;
  }
}
