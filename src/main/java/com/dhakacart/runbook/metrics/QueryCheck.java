package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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

  /** What is slower times out; it is milliseconds. */
  private static final double SLOWEST_SECONDS = 300;

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
            .flatMap(workload -> queries().stream().map(query -> check(query, workload)))
            .toArray(CompletableFuture[]::new));
  }

  /**
   * @param findsSeries wherever the service runs, also while nothing is wrong
   * @param highest value that a service can have; more is another unit
   */
  private record Query(String name, String expression, boolean findsSeries, double highest) {

    private static Query always(String name, String expression) {
      return new Query(name, expression, true, Double.MAX_VALUE);
    }

    private static Query sometimes(String name, String expression) {
      return new Query(name, expression, false, Double.MAX_VALUE);
    }

    private Query upTo(double highest) {
      return new Query(name, expression, findsSeries, highest);
    }
  }

  private List<Query> queries() {
    MetricsSettings.Queries queries = settings.queries();
    return List.of(
        Query.always("requests", queries.requests()),
        Query.always("error-ratio", queries.errorRatio()).upTo(1.1),
        Query.always("p95", queries.p95()).upTo(SLOWEST_SECONDS),
        Query.always("requests-by-route", queries.requestsByRoute()),
        Query.always("throttled-share", queries.throttledShare()),
        Query.sometimes("errors-by-route", queries.errorsByRoute()),
        Query.sometimes("p95-by-route", queries.p95ByRoute()).upTo(SLOWEST_SECONDS),
        Query.sometimes("firing-alerts", queries.firingAlerts()));
  }

  private CompletableFuture<Void> check(Query query, Workload workload) {
    String filled = settings.fill(query.expression(), workload, settings.window());
    return prometheus
        .begin(filled)
        .handle(
            (series, failure) -> {
              if (failure != null) {
                log.warn("runbook.metrics.queries.{}: {}", query.name(), reason(failure));
              } else if (series.isEmpty() && query.findsSeries()) {
                log.warn(
                    "runbook.metrics.queries.{} finds no series for {}; unless the service has only"
                        + " just started, correct the query: {}",
                    query.name(),
                    workload.service(),
                    filled);
              }
              Stream.ofNullable(series)
                  .flatMap(List::stream)
                  .flatMap(it -> it.value().stream())
                  .filter(it -> it > query.highest())
                  .findFirst()
                  .ifPresent(
                      value ->
                          log.warn(
                              "runbook.metrics.queries.{} gives {} for {}, which is no ratio between 0 and 1 and no time in seconds; correct its unit: {}",
                              query.name(),
                              value,
                              workload.service(),
                              filled));
              return null;
            });
  }

  private static String reason(Throwable failure) {
    return failure.getCause() == null || failure instanceof MetricsUnknown
        ? failure.getMessage()
        : failure.getCause().getMessage();
  }
}
