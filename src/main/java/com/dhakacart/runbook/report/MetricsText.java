package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Prometheus answered, in words. */
final class MetricsText {

  private static final int MOST_ROUTES = 4;

  private MetricsText() {}

  static List<String> traffic(Traffic traffic) {
    if (!traffic.arrives()) {
      return List.of("no traffic: no customer's request arrives");
    }
    String requests = Figures.requestRate(traffic.requestsPerSecond());
    String errors =
        traffic.errorRatio() == null
            ? "error rate not known, " + requests
            : "error rate " + Figures.percent(traffic.errorRatio()) + " of " + requests;
    String p95 = traffic.p95Seconds() == null ? "not known" : Figures.seconds(traffic.p95Seconds());
    return List.of(errors + ", p95 " + p95);
  }

  static List<String> errorRates(ErrorRateHistory rates, double threshold, LocalTimes times) {
    if (rates.samples().isEmpty()) {
      return List.of("no samples");
    }
    Sample highest =
        rates.samples().stream().max(Comparator.comparingDouble(Sample::errorRatio)).orElseThrow();
    String limit = Figures.plain(threshold * 100) + " %";
    String peak =
        "highest " + Figures.percent(highest.errorRatio()) + " at " + times.clock(highest.at());
    if (highest.errorRatio() < threshold) {
      return List.of("never over " + limit + "; " + peak);
    }
    return List.of(whenOver(rates, threshold, limit, times) + "; " + peak);
  }

  private static String whenOver(
      ErrorRateHistory rates, double threshold, String limit, LocalTimes times) {
    return rates
        .errorsBeganAt(threshold)
        .map(at -> times.clock(at) + dips(rates, threshold, at, times))
        .or(
            () ->
                rates
                    .errorsBeganBefore(threshold)
                    .map(at -> times.clock(at) + " or earlier" + dips(rates, threshold, at, times)))
        .map(since -> "over " + limit + " since " + since)
        .orElse("was over " + limit + ", under it since");
  }

  /** What is under the threshold for a moment has not ended. */
  private static String dips(
      ErrorRateHistory rates, double threshold, Instant began, LocalTimes times) {
    return rates
        .lastUnder(threshold)
        .filter(at -> at.isAfter(began))
        .map(at -> ", with dips under it, the last at " + times.clock(at))
        .orElse("");
  }

  static List<String> routes(List<RouteErrors> routes) {
    if (routes.isEmpty()) {
      return List.of("no route had a request");
    }
    List<RouteErrors> failing =
        routes.stream()
            .filter(route -> route.errorsPerSecond() > 0)
            .sorted(Comparator.comparingDouble(RouteErrors::errorsPerSecond).reversed())
            .toList();
    List<String> lines = new ArrayList<>();
    failing.stream().limit(MOST_ROUTES).map(MetricsText::route).forEach(lines::add);
    if (failing.size() > MOST_ROUTES) {
      lines.add("errors on " + Figures.count(failing.size() - MOST_ROUTES, "more route"));
    }
    int well = routes.size() - failing.size();
    if (well > 0) {
      lines.add(
          "no errors on "
              + (failing.isEmpty() ? "all " : "the other ")
              + Figures.count(well, "route"));
    }
    return lines;
  }

  private static String route(RouteErrors route) {
    double ratio =
        route.requestsPerSecond() > 0 ? route.errorsPerSecond() / route.requestsPerSecond() : 1;
    return "route "
        + route.route()
        + " fails for "
        + Figures.percent(ratio)
        + " of "
        + Figures.requestRate(route.requestsPerSecond());
  }

  /** The slowest. */
  static List<String> latencies(List<RouteLatency> routes) {
    return routes.isEmpty()
        ? List.of("no route had a request")
        : routes.stream()
            .limit(MOST_ROUTES)
            .map(it -> "route " + it.route() + ": p95 " + Figures.seconds(it.p95Seconds()))
            .toList();
  }

  static List<String> alerts(List<FiringAlert> alerts, LocalTimes times) {
    return alerts.isEmpty()
        ? List.of("no alert fires")
        : alerts.stream().map(it -> alert(it, times)).toList();
  }

  private static String alert(FiringAlert alert, LocalTimes times) {
    String about =
        Stream.of(alert.severity(), alert.service())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return alert.name()
        + (about.isEmpty() ? "" : " (" + about + ")")
        + (alert.startedAt() == null ? "" : " since " + times.clock(alert.startedAt()));
  }
}
