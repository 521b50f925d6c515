package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prometheus' query API over the simulated world. It recognises queries ({@link PromQuery}); one
 * that it does not know gets an empty result, as a query over a series that does not exist, and is
 * logged.
 */
public class SimulatedPrometheus implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SimulatedPrometheus.class);

  private static final int REMEMBERED = 1_000;

  /** One element of a vector. */
  private record Sample(Map<String, String> labels, double value) {}

  private final TrafficHistory history;
  private final Kubelet kubelet;
  private final Supplier<List<Map<String, String>>> firing;
  private final Deque<String> queries = new ConcurrentLinkedDeque<>();
  private final LoopbackServer server;
  private volatile boolean empty;

  SimulatedPrometheus(
      int port,
      TrafficHistory history,
      Kubelet kubelet,
      Supplier<List<Map<String, String>>> firing) {
    this.history = history;
    this.kubelet = kubelet;
    this.firing = firing;
    this.server = new LoopbackServer("Prometheus", port, this::handle);
  }

  public URI uri() {
    return server.uri();
  }

  /** Connections are refused while it is unreachable. */
  public void unreachable(boolean away) {
    server.unreachable(away);
  }

  /** It answers, and has no series at all, as when nothing is scraped. */
  public void withoutSeries(boolean none) {
    empty = none;
  }

  public void delay(Duration before) {
    server.delay(before);
  }

  /** The last queries that were asked, in their order. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  @Override
  public void close() {
    server.close();
  }

  private LoopbackServer.Reply handle(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = new HashMap<>(ApiRequest.query(exchange.getRequestURI()));
    parameters.putAll(
        ApiRequest.form(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    switch (exchange.getRequestURI().getPath()) {
      case "/-/healthy", "/-/ready":
        return LoopbackServer.Reply.text(200, "Prometheus Server is Ready.\n");
      case "/api/v1/query", "/api/v1/query_range":
        try {
          return query(exchange.getRequestURI().getPath().endsWith("range"), parameters);
        } catch (DateTimeParseException | NumberFormatException e) {
          return bad("invalid parameter: " + e.getMessage());
        }
      default:
        return LoopbackServer.Reply.text(404, "404 page not found\n");
    }
  }

  private LoopbackServer.Reply query(boolean range, Map<String, String> parameters) {
    String text = parameters.getOrDefault("query", "");
    if (text.isBlank()) {
      return bad("invalid parameter \"query\": unknown position: parse error: no expression");
    }
    queries.addLast(text);
    if (queries.size() > REMEMBERED) {
      queries.pollFirst();
    }
    ObjectNode answer = Json.object().put("status", "success");
    ObjectNode data = answer.putObject("data").put("resultType", range ? "matrix" : "vector");
    ArrayNode result = data.putArray("result");
    PromQuery query = PromQuery.recognise(text).orElse(null);
    if (query == null) {
      log.warn("The simulated Prometheus has no series for the query {}", text);
    } else if (range) {
      addMatrix(result, query, parameters);
    } else {
      Instant at = parameters.containsKey("time") ? instant(parameters.get("time")) : Instant.now();
      for (Sample sample : vector(query, at)) {
        ObjectNode series = result.addObject();
        series.set("metric", Json.tree(sample.labels));
        addValue(series.putArray("value"), at, sample.value);
      }
    }
    return LoopbackServer.Reply.json(200, Json.write(answer));
  }

  private void addMatrix(ArrayNode result, PromQuery query, Map<String, String> parameters) {
    Instant end = instant(parameters.get("end"));
    Duration step = duration(parameters.get("step"));
    Map<Map<String, String>, ArrayNode> matrix = new LinkedHashMap<>();
    for (Instant at = instant(parameters.get("start")); !at.isAfter(end); at = at.plus(step)) {
      for (Sample sample : vector(query, at)) {
        ArrayNode values = matrix.computeIfAbsent(sample.labels, labels -> Json.array());
        addValue(values.addArray(), at, sample.value);
      }
    }
    matrix.forEach(
        (labels, values) -> {
          ObjectNode series = result.addObject();
          series.set("metric", Json.tree(labels));
          series.set("values", values);
        });
  }

  private List<Sample> vector(PromQuery query, Instant at) {
    if (empty) {
      return query.orZero() && query.kind() != PromQuery.Kind.RATIO ? single(0) : List.of();
    }
    Map<TrafficHistory.Series, Long> counts = history.counts(at, query.window());
    double per = query.increase() ? 1 : query.window().toMillis() / 1_000.0;
    switch (query.kind()) {
      case ALERTS:
        return firing.get().stream().map(labels -> new Sample(labels, 1)).toList();
      case UP:
        return kubelet.backends().stream()
            .map(
                pod ->
                    new Sample(
                        Map.of("job", "dhakacart-backend", "instance", pod.ip() + ":5000"),
                        pod.isRunning() ? 1 : 0))
            .toList();
      case THROTTLED:
        return kubelet.backends().stream()
            .filter(SimulatedPod::isRunning)
            .map(pod -> new Sample(Map.of("pod", pod.name()), pod.usage().throttledShare()))
            .toList();
      case QUANTILE:
        OptionalDouble quantile = history.quantile(query.quantile(), at, query.window());
        // Without a request in the window histogram_quantile is NaN, not nothing.
        return single(quantile.orElse(Double.NaN));
      case QUANTILE_BY_ROUTE:
        // the simulated routes are equally fast
        double all = history.quantile(query.quantile(), at, query.window()).orElse(Double.NaN);
        return counts.keySet().stream()
            .map(TrafficHistory.Series::route)
            .distinct()
            .map(route -> new Sample(Map.of("route", route), all))
            .toList();
      case RATIO:
        return single(history.errorRatio(at, query.window()).orElse(Double.NaN));
      case REQUESTS:
        return single(sum(counts, false) / per);
      case ERRORS:
        boolean none = counts.keySet().stream().noneMatch(TrafficHistory.Series::isError);
        return none && !query.orZero() ? List.of() : single(sum(counts, true) / per);
      case REQUESTS_BY_ROUTE_AND_CODE:
        return counts.entrySet().stream()
            .map(
                one ->
                    new Sample(
                        Map.of(
                            "route", one.getKey().route(),
                            "status_code", String.valueOf(one.getKey().status())),
                        one.getValue() / per))
            .toList();
      case REQUESTS_BY_ROUTE:
        return byRoute(counts, false, per);
      case ERRORS_BY_ROUTE:
        return byRoute(counts, true, per);
      default:
        return ratioByRoute(counts);
    }
  }

  private static List<Sample> ratioByRoute(Map<TrafficHistory.Series, Long> counts) {
    Map<Map<String, String>, Double> all =
        byRoute(counts, false, 1).stream().collect(Collectors.toMap(Sample::labels, Sample::value));
    List<Sample> ratios = new ArrayList<>();
    for (Sample errors : byRoute(counts, true, 1)) {
      ratios.add(new Sample(errors.labels, errors.value / all.get(errors.labels)));
    }
    return ratios;
  }

  private static List<Sample> byRoute(
      Map<TrafficHistory.Series, Long> counts, boolean errorsOnly, double per) {
    Map<String, Long> routes = new TreeMap<>();
    counts.forEach(
        (series, count) -> {
          if (series.isError() || !errorsOnly) {
            routes.merge(series.route(), count, Long::sum);
          }
        });
    return routes.entrySet().stream()
        .map(route -> new Sample(Map.of("route", route.getKey()), route.getValue() / per))
        .toList();
  }

  private static double sum(Map<TrafficHistory.Series, Long> counts, boolean errorsOnly) {
    return counts.entrySet().stream()
        .filter(one -> one.getKey().isError() || !errorsOnly)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static List<Sample> single(double value) {
    return List.of(new Sample(Map.of(), value));
  }

  private static void addValue(ArrayNode pair, Instant at, double value) {
    pair.add(at.toEpochMilli() / 1_000.0).add(String.valueOf(value));
  }

  private static LoopbackServer.Reply bad(String error) {
    return LoopbackServer.Reply.json(
        400,
        Json.write(
            Json.object().put("status", "error").put("errorType", "bad_data").put("error", error)));
  }

  private static Instant instant(String time) {
    return time.contains("T")
        ? OffsetDateTime.parse(time).toInstant()
        : Instant.ofEpochMilli((long) (Double.parseDouble(time) * 1_000));
  }

  /** {@code 15}, {@code 15.5} and {@code 15s} alike. */
  private static Duration duration(String step) {
    return step.matches("[0-9.]+")
        ? Duration.ofMillis((long) (Double.parseDouble(step) * 1_000))
        : Duration.parse("PT" + step.toUpperCase(Locale.ROOT));
  }
}
