package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Asks Prometheus; the parts of one question are asked at the same time. */
@Component
class PrometheusMetrics implements Metrics {

  /** Prometheus refuses more than 11,000 points; a chart needs far fewer. */
  private static final int HISTORY_POINTS = 1_000;

  private static final Traffic NO_TRAFFIC = new Traffic(0, null, null);

  private final PrometheusApi prometheus;
  private final MetricsSettings settings;
  private final Clock clock;

  PrometheusMetrics(PrometheusApi prometheus, MetricsSettings settings, Clock clock) {
    this.prometheus = prometheus;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean configured() {
    return prometheus.configured();
  }

  @Override
  public Answer<Traffic> traffic(Workload workload) {
    Duration window = settings.window();
    return answer(
        fill(settings.queries().errorRatio(), workload, window),
        () -> askTraffic(workload, window).orElse(NO_TRAFFIC));
  }

  @Override
  public Answer<Traffic> trafficSince(Workload workload, Instant since) {
    Duration passed = Duration.between(since, clock.instant()).truncatedTo(ChronoUnit.SECONDS);
    if (passed.compareTo(settings.window()) >= 0) {
      return traffic(workload);
    }
    // rates are taken over what came after only; what was before is what the change has cured
    return answer(
        fill(settings.queries().errorRatio(), workload, passed),
        () -> {
          if (passed.compareTo(twoScrapes()) < 0) {
            throw noSamplesYet(since);
          }
          return askTraffic(workload, passed).orElseThrow(() -> noSamplesYet(since));
        });
  }

  @Override
  public Answer<ErrorRateHistory> errorRates(Workload workload, Instant from) {
    String query = fill(settings.queries().errorRatio(), workload, settings.window());
    return answer(
        query,
        () -> {
          Instant now = clock.instant();
          Instant start = from.isBefore(now) ? from : now;
          return new ErrorRateHistory(
              prometheus.range(query, start, now, step(start, now)).stream()
                  .flatMap(series -> series.points().stream())
                  .filter(point -> Double.isFinite(point.value()))
                  .map(point -> new Sample(point.at(), share(point.value())))
                  .sorted(Comparator.comparing(Sample::at))
                  .toList());
        });
  }

  @Override
  public Answer<List<RouteErrors>> routes(Workload workload) {
    String requestsQuery = fill(settings.queries().requestsByRoute(), workload, settings.window());
    String errorsQuery = fill(settings.queries().errorsByRoute(), workload, settings.window());
    return answer(
        errorsQuery,
        () -> {
          CompletableFuture<List<Series>> requests = begin(requestsQuery);
          Map<String, Double> errorsOf =
              now(errorsQuery).stream()
                  .collect(Collectors.toMap(this::route, PrometheusMetrics::number, Double::sum));
          return result(requests).stream()
              .filter(series -> series.value().isPresent())
              .map(
                  series ->
                      new RouteErrors(
                          settings.routeName(route(series)),
                          series.value().orElseThrow(),
                          errorsOf.getOrDefault(route(series), 0.0)))
              .sorted(
                  Comparator.comparingDouble(RouteErrors::errorsPerSecond)
                      .thenComparingDouble(RouteErrors::requestsPerSecond)
                      .reversed())
              .toList();
        });
  }

  @Override
  public Answer<List<RouteLatency>> latencies(Workload workload) {
    String query = fill(settings.queries().p95ByRoute(), workload, settings.window());
    return answer(
        query,
        () ->
            now(query).stream()
                .filter(series -> series.value().isPresent())
                .map(
                    series ->
                        new RouteLatency(
                            settings.routeName(route(series)), series.value().orElseThrow()))
                .sorted(Comparator.comparingDouble(RouteLatency::p95Seconds).reversed())
                .toList());
  }

  @Override
  public Answer<List<PodThrottling>> throttling(Workload workload) {
    String query = fill(settings.queries().throttledShare(), workload, settings.window());
    return answer(
        query,
        () -> {
          List<Series> pods = now(query);
          if (pods.isEmpty()) {
            throw new MetricsUnknown(
                "Prometheus has no such series; let it scrape the kubelet's cAdvisor, or set"
                    + " runbook.metrics.queries.throttled-share");
          }
          // a pod without a CPU limit has no periods: a quotient of zeros, and nothing is throttled
          return pods.stream()
              .filter(series -> series.value().isPresent())
              .map(
                  series ->
                      new PodThrottling(
                          series.name(settings.labels().pod()),
                          share(series.value().orElseThrow())))
              .sorted(Comparator.comparing(PodThrottling::pod))
              .toList();
        });
  }

  @Override
  public Answer<List<FiringAlert>> firingAlerts() {
    String query = settings.queries().firingAlerts();
    return answer(
        query,
        () ->
            now(query).stream()
                .map(Series::labels)
                .filter(labels -> labels.containsKey(settings.labels().alert()))
                .map(
                    labels ->
                        new FiringAlert(
                            labels.get(settings.labels().alert()),
                            labels.get(settings.labels().service()),
                            labels.get(settings.labels().severity()),
                            null))
                .distinct()
                .sorted(Comparator.comparing(FiringAlert::name))
                .toList());
  }

  /** Empty when there is no series of requests in the window. */
  private Optional<Traffic> askTraffic(Workload workload, Duration window) {
    MetricsSettings.Queries queries = settings.queries();
    CompletableFuture<List<Series>> ratios = begin(fill(queries.errorRatio(), workload, window));
    CompletableFuture<List<Series>> p95 = begin(fill(queries.p95(), workload, window));

    Optional<Double> requestsPerSecond =
        one(now(fill(queries.requests(), workload, window))).map(PrometheusMetrics::number);
    Double ratio = single(result(ratios)).map(PrometheusMetrics::share).orElse(null);
    Double seconds = single(result(p95)).orElse(null);
    if (requestsPerSecond.isEmpty() || requestsPerSecond.get() <= 0) {
      return requestsPerSecond.map(none -> NO_TRAFFIC);
    }
    if (ratio == null) {
      throw new MetricsUnknown(
          "requests arrive, and yet the error ratio has no value; correct"
              + " runbook.metrics.queries.error-ratio");
    }
    return Optional.of(new Traffic(requestsPerSecond.get(), ratio, seconds));
  }

  private Duration step(Instant from, Instant to) {
    Duration coarse = Duration.between(from, to).dividedBy(HISTORY_POINTS).plusSeconds(1);
    return coarse.compareTo(settings.historyStep()) > 0 ? coarse : settings.historyStep();
  }

  private MetricsUnknown noSamplesYet(Instant since) {
    return new MetricsUnknown(
        "no samples since the change at %s yet; two scrapes (%d s) must have passed, then ask again"
            .formatted(since, twoScrapes().toSeconds()));
  }

  /** The least time that surely holds the two samples that a rate needs. */
  private Duration twoScrapes() {
    return settings.scrapeInterval().multipliedBy(2);
  }

  private String fill(String query, Workload workload, Duration window) {
    return settings.fill(query, workload, window);
  }

  private <T> Answer<T> answer(String query, Supplier<T> question) {
    String source = "Prometheus: " + query;
    Instant askedAt = clock.instant();
    try {
      return Answer.of(source, askedAt, question.get());
    } catch (MetricsUnknown unknown) {
      return Answer.unknown(source, askedAt, unknown.getMessage());
    }
  }

  private static List<Series> result(CompletableFuture<List<Series>> answer) {
    try {
      return answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof MetricsUnknown unknown) {
        throw unknown;
      }
      throw failed;
    }
  }

  private List<Series> now(String query) {
    return ofNow(prometheus.now(query));
  }

  private CompletableFuture<List<Series>> begin(String query) {
    return prometheus.begin(query).thenApply(this::ofNow);
  }

  /** And not of some minutes ago. */
  private List<Series> ofNow(List<Series> series) {
    series.forEach(this::mustBeOfNow);
    return series;
  }

  private void mustBeOfNow(Series series) {
    Instant oldest = clock.instant().minus(settings.oldestAnswer());
    series.points().stream()
        .map(Series.Point::at)
        .filter(at -> at.isBefore(oldest))
        .findFirst()
        .ifPresent(
            at -> {
              throw new MetricsUnknown(
                  "the answer is of %s and it is %s now; look at what keeps answers before Prometheus, and at both clocks (runbook.metrics.oldest-answer is %s)"
                      .formatted(at, clock.instant(), settings.oldestAnswer()));
            });
  }

  private String route(Series series) {
    return series.name(settings.labels().route());
  }

  /** There is a series, and so there must be a figure: what is no number is not nothing. */
  private static double number(Series series) {
    double value =
        series
            .value()
            .orElseThrow(
                () ->
                    new MetricsUnknown(
                        "the query gives a value that is no number (NaN or Inf); correct it in"
                            + " runbook.metrics.queries"));
    if (value < 0) {
      throw new MetricsUnknown(
          "the query gives %s, and a rate is never below 0; correct it in runbook.metrics.queries"
              .formatted(value));
    }
    return value;
  }

  /** A little over 1 is what Prometheus' extrapolation makes of all. */
  private static double share(double value) {
    if (value < 0 || value > 1.1) {
      throw new MetricsUnknown(
          "the query gives %s, and a share is from 0 to 1; correct it in runbook.metrics.queries"
              .formatted(value));
    }
    return Math.min(value, 1);
  }

  /** Empty where there is no series, or its value is no number. */
  private static Optional<Double> single(List<Series> series) {
    return one(series).flatMap(Series::value);
  }

  private static Optional<Series> one(List<Series> series) {
    if (series.size() > 1) {
      throw new MetricsUnknown(
          "the query gives %d series where one is needed; aggregate with sum() in runbook.metrics.queries"
              .formatted(series.size()));
    }
    return series.stream().findFirst();
  }
}
