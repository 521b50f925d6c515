package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.incident.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Asks every query once after the start, in the background, and warns of those that find no series:
 * a wrong name is better found now than in an incident. The queries for errors and alerts are left
 * out, because nothing is what they should find.
 */
@Component
class QueryCheck {

  private static final Logger log = LoggerFactory.getLogger(QueryCheck.class);

  private final PrometheusApi prometheus;
  private final MetricsSettings settings;
  private final ObjectProvider<List<Workload>> workloads;

  QueryCheck(
      PrometheusApi prometheus,
      MetricsSettings settings,
      ObjectProvider<List<Workload>> workloads) {
    this.prometheus = prometheus;
    this.settings = settings;
    this.workloads = workloads;
  }

  @EventListener(ApplicationReadyEvent.class)
  void afterStart() {
    checkQueries();
  }

  /** Completes when every answer is there; the start does not wait for it. */
  CompletableFuture<Void> checkQueries() {
    if (settings.url() == null) {
      log.warn(
          "No Prometheus is configured: error rate and latency are unknown in every incident;"
              + " set runbook.metrics.url");
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.allOf(
        workloads.getIfAvailable(List::of).stream()
            .flatMap(
                workload ->
                    queries().entrySet().stream()
                        .map(query -> check(query.getKey(), query.getValue(), workload)))
            .toArray(CompletableFuture[]::new));
  }

  private Map<String, String> queries() {
    MetricsSettings.Queries queries = settings.queries();
    Map<String, String> byName = new LinkedHashMap<>();
    byName.put("requests", queries.requests());
    byName.put("error-ratio", queries.errorRatio());
    byName.put("p95", queries.p95());
    byName.put("requests-by-route", queries.requestsByRoute());
    byName.put("throttled-share", queries.throttledShare());
    return byName;
  }

  private CompletableFuture<Void> check(String name, String query, Workload workload) {
    String filled = settings.fill(query, workload, settings.window());
    return prometheus
        .begin(filled)
        .handle(
            (series, failure) -> {
              if (failure != null) {
                log.warn("runbook.metrics.queries.{}: {}", name, reason(failure));
              } else if (series.isEmpty()) {
                log.warn(
                    "runbook.metrics.queries.{} finds no series for {}; unless the service has only"
                        + " just started, correct the query: {}",
                    name,
                    workload.service(),
                    filled);
              }
              return null;
            });
  }

  private static String reason(Throwable failure) {
    return failure.getCause() == null || failure instanceof MetricsUnknown
        ? failure.getMessage()
        : failure.getCause().getMessage();
  }
}
