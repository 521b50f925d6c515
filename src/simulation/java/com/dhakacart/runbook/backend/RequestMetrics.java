package com.dhakacart.runbook.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts answered requests and writes them as prom-client does. A series exists from its first
 * request on: a backend that never failed has no 5xx series.
 */
class RequestMetrics {

  private static final double[] BUCKETS = {0.1, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10};

  private final Map<Key, Series> series = new LinkedHashMap<>();

  private record Key(String method, String route, int status) {}

  private static class Series {
    final long[] atMost = new long[BUCKETS.length];
    long count;
    double seconds;
  }

  synchronized void count(String method, String route, int status, Duration took) {
    Series one = series.computeIfAbsent(new Key(method, route, status), key -> new Series());
    double seconds = took.toNanos() / 1e9;
    one.count++;
    one.seconds += seconds;
    for (int i = 0; i < BUCKETS.length; i++) {
      if (seconds <= BUCKETS[i]) {
        one.atMost[i]++;
      }
    }
  }

  synchronized List<RequestCount> counts() {
    List<RequestCount> counts = new ArrayList<>();
    series.forEach(
        (key, one) -> {
          Map<Double, Long> atMost = new LinkedHashMap<>();
          for (int i = 0; i < BUCKETS.length; i++) {
            atMost.put(BUCKETS[i], one.atMost[i]);
          }
          counts.add(
              new RequestCount(key.method, key.route, key.status, one.count, one.seconds, atMost));
        });
    return counts;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    List<RequestCount> counts = counts();
    head(
        text, "http_request_duration_seconds", "Duration of HTTP requests in seconds", "histogram");
    for (RequestCount one : counts) {
      String labels = labels(one);
      one.atMost().forEach((le, n) -> bucket(text, number(le), labels, n));
      bucket(text, "+Inf", labels, one.count());
      sample(text, "http_request_duration_seconds_sum{" + labels + "}", number(one.seconds()));
      sample(text, "http_request_duration_seconds_count{" + labels + "}", one.count());
    }
    head(text, "http_requests_total", "Total number of HTTP requests", "counter");
    for (RequestCount one : counts) {
      sample(text, "http_requests_total{" + labels(one) + "}", one.count());
    }
    // The real backend has these two as well and never sets them: the pool's figures are in
    // /health.
    head(text, "database_connections_total", "Total number of database connections", "gauge");
    sample(text, "database_connections_total", 0);
    head(text, "database_connections_active", "Number of active database connections", "gauge");
    sample(text, "database_connections_active", 0);
    return text.toString();
  }

  private static String labels(RequestCount one) {
    return "method=\"%s\",route=\"%s\",status_code=\"%d\""
        .formatted(one.method(), one.route(), one.status());
  }

  private static void bucket(StringBuilder text, String le, String labels, long value) {
    sample(text, "http_request_duration_seconds_bucket{le=\"" + le + "\"," + labels + "}", value);
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP dhakacart_backend_%s %s\n".formatted(name, help));
    text.append("# TYPE dhakacart_backend_%s %s\n".formatted(name, type));
  }

  private static void sample(StringBuilder text, String series, Object value) {
    text.append("dhakacart_backend_").append(series).append(' ').append(value).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
