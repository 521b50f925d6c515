package com.dhakacart.runbook.simulation;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL query asks for, recognised by its features: there is no PromQL engine here. A query
 * over a series or label that DhakaCart does not export is not recognised, as it would be answered
 * with nothing.
 *
 * @param window over which rates are taken
 * @param quantile of the latency; 0 for other questions
 * @param increase whether a number of requests is asked for, not a rate per second
 * @param orZero whether {@code or vector(0)} turns "no series" into 0
 */
record PromQuery(Kind kind, Duration window, double quantile, boolean increase, boolean orZero) {

  enum Kind {
    ALERTS,
    UP,
    THROTTLED,
    QUANTILE,
    QUANTILE_BY_ROUTE,
    RATIO,
    ERRORS,
    REQUESTS,
    ERRORS_BY_ROUTE,
    REQUESTS_BY_ROUTE,
    RATIO_BY_ROUTE,
    REQUESTS_BY_ROUTE_AND_CODE
  }

  private static final String REQUESTS_TOTAL = "dhakacart_backend_http_requests_total";
  private static final String DURATION = "dhakacart_backend_http_request_duration_seconds_bucket";
  private static final Pattern WINDOW = Pattern.compile("\\[(\\d+)(ms|s|m|h)(?::\\w*)?]");
  private static final Pattern QUANTILE = Pattern.compile("histogram_quantile\\s*\\(\\s*([0-9.]+)");
  private static final Pattern BY = Pattern.compile("by\\s*\\(([^)]*)\\)");
  private static final Pattern ERRORS = Pattern.compile("status_code\\s*=~\\s*\"5[^\"]*\"");

  /** Empty when the simulated Prometheus has no series for it. */
  static Optional<PromQuery> recognise(String query) {
    return kindOf(query)
        .map(
            kind ->
                new PromQuery(
                    kind,
                    windowOf(query),
                    quantileOf(query),
                    query.contains("increase("),
                    query.replaceAll("\\s", "").contains("orvector(0)")));
  }

  private static Optional<Kind> kindOf(String query) {
    if (query.contains("ALERTS")) {
      return Optional.of(Kind.ALERTS);
    }
    if (query.contains("container_cpu_cfs_throttled_periods_total")) {
      return Optional.of(Kind.THROTTLED);
    }
    if (query.contains("histogram_quantile")) {
      if (!query.contains(DURATION)) {
        return Optional.empty();
      }
      return Optional.of(query.contains(", route)") ? Kind.QUANTILE_BY_ROUTE : Kind.QUANTILE);
    }
    if (query.matches("up(\\{.*)?")) {
      return Optional.of(Kind.UP);
    }
    return hasSeries(query) ? Optional.of(requests(query)) : Optional.empty();
  }

  /** Without the prefix, and with the label {@code status}, there are no series. */
  private static boolean hasSeries(String query) {
    return query.contains(REQUESTS_TOTAL) && !query.matches("(?s).*[{,]\\s*status\\s*=.*");
  }

  private static Kind requests(String query) {
    Matcher by = BY.matcher(query);
    String grouped = by.find() ? by.group(1) : "";
    boolean errors = ERRORS.matcher(query).find();
    boolean ratio = errors && query.indexOf(REQUESTS_TOTAL) != query.lastIndexOf(REQUESTS_TOTAL);
    if (grouped.contains("status_code")) {
      return Kind.REQUESTS_BY_ROUTE_AND_CODE;
    }
    if (grouped.contains("route")) {
      return ratio ? Kind.RATIO_BY_ROUTE : errors ? Kind.ERRORS_BY_ROUTE : Kind.REQUESTS_BY_ROUTE;
    }
    return ratio ? Kind.RATIO : errors ? Kind.ERRORS : Kind.REQUESTS;
  }

  private static Duration windowOf(String query) {
    Matcher window = WINDOW.matcher(query);
    if (!window.find()) {
      return Duration.ofMinutes(5);
    }
    long number = Long.parseLong(window.group(1));
    return switch (window.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static double quantileOf(String query) {
    Matcher quantile = QUANTILE.matcher(query);
    return quantile.find() ? Double.parseDouble(quantile.group(1)) : 0;
  }
}
