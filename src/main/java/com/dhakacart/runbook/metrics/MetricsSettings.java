package com.dhakacart.runbook.metrics;

import com.dhakacart.runbook.incident.Timeouts;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.settings.HeaderText;
import com.dhakacart.runbook.settings.HttpAddress;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which Prometheus is asked, and what.
 *
 * @param url such as {@code http://prometheus:9090}, a path before {@code /api/v1} and parameters
 *     after it included; absent or empty when there is none, and then every answer is unknown
 * @param window over which rates are taken; long enough for two scrapes
 * @param scrapeInterval how often Prometheus scrapes the service: after a change, two scrapes must
 *     have passed before there is a rate
 * @param historyStep between two points of the error rate's history
 * @param timeout for each query
 * @param oldestAnswer how old an answer may be that is called one of now: what stands before
 *     Prometheus may keep answers, and its clock may differ
 * @param headers sent with each query, such as a tenant's {@code X-Scope-OrgID}
 * @param parameters sent with each query, such as {@code dedup} or {@code deny_partial_response}
 * @param labels what the labels are called
 * @param bearerToken sent as {@code Authorization}; absent when Prometheus asks for none
 * @param bearerTokenFile holds it instead, and is read again for each query, so that a new one
 *     needs no restart
 * @param username for basic authentication, with {@code password}
 * @param probes regular expression of the routes that no customer asks; {@code {{probes}}} in the
 *     queries
 * @param routes what people call a route, by its label: a router labels only the path inside itself
 */
@Validated
@ConfigurationProperties("runbook.metrics")
record MetricsSettings(
    URI url,
    @DefaultValue("1m") @DurationMin(seconds = 1) Duration window,
    @DefaultValue("15s") @DurationMin(millis = 100) Duration scrapeInterval,
    @DefaultValue("15s") @DurationMin(seconds = 1) Duration historyStep,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
    @DefaultValue("5m") @DurationMin(seconds = 1) Duration oldestAnswer,
    @DefaultValue Map<String, String> headers,
    @DefaultValue Map<String, String> parameters,
    @DefaultValue @Valid Labels labels,
    String bearerToken,
    Path bearerTokenFile,
    String username,
    @DefaultValue("") String password,
    @DefaultValue("/health.*|/ready|/live|/metrics") @NotBlank String probes,
    @DefaultValue Map<String, String> routes,
    @DefaultValue @Valid Queries queries)
    implements Timeouts {

  private static final Set<String> OF_THE_QUERY = Set.of("query", "time", "start", "end", "step");

  /**
   * What the labels are called that answers are read by.
   *
   * @param route of the series by route; where a series has no such label, all its labels name it
   * @param pod of the series by pod, likewise
   * @param alert of the series of firing alerts: its name
   * @param service likewise, the service that it is about
   * @param severity likewise
   */
  record Labels(
      @DefaultValue("route") @NotBlank String route,
      @DefaultValue("pod") @NotBlank String pod,
      @DefaultValue("alertname") @NotBlank String alert,
      @DefaultValue("service") @NotBlank String service,
      @DefaultValue("severity") @NotBlank String severity) {}

  MetricsSettings {
    // what binds it quotes each %, also that of what is quoted already
    url = url == null ? null : URI.create(url.toString().replace("%25", "%"));
    HttpAddress.mustBe(
        "runbook.metrics.url",
        url,
        "an account is set as runbook.metrics.username and runbook.metrics.password");
    if (url != null && url.getFragment() != null) {
      throw new IllegalArgumentException(
          "runbook.metrics.url must not have a # part, which is never sent");
    }
    headers = HeaderText.of("runbook.metrics.headers", headers);
    bearerToken = HeaderText.of("runbook.metrics.bearer-token", bearerToken);
    username = HeaderText.of("runbook.metrics.username", username);
    password = HeaderText.of("runbook.metrics.password", password);
    Set<String> own = new TreeSet<>(parameters.keySet());
    own.retainAll(OF_THE_QUERY);
    if (!own.isEmpty()) {
      throw new IllegalArgumentException(
          "runbook.metrics.parameters must not hold %s, which each query sets itself"
              .formatted(own));
    }
    headers
        .keySet()
        .forEach(
            name -> {
              if (name.equalsIgnoreCase("Authorization")) {
                throw new IllegalArgumentException(
                    "runbook.metrics.headers is no place for Authorization; set"
                        + " runbook.metrics.bearer-token-file, or username and password");
              }
            });
    if (bearerTokenFile != null && !Files.isReadable(bearerTokenFile)) {
      throw new IllegalArgumentException(
          "runbook.metrics.bearer-token-file %s cannot be read; correct the path or its rights"
              .formatted(bearerTokenFile));
    }
    if (window.compareTo(scrapeInterval.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "runbook.metrics.window (%s) must hold two scrapes (runbook.metrics.scrape-interval is %s)"
              .formatted(window, scrapeInterval));
    }
  }

  @Override
  public Map<String, Duration> timeouts() {
    return Map.of("runbook.metrics.timeout", timeout);
  }

  /**
   * PromQL with the placeholders {@code {{service}}}, {@code {{namespace}}}, {@code
   * {{deployment}}}, {@code {{container}}}, {@code {{job}}}, {@code {{window}}} and {@code
   * {{probes}}}. The defaults are DhakaCart's own names.
   *
   * @param requests customers' requests per second, one series
   * @param errorRatio 5xx over all, 0 to 1, one series. No 5xx yet is no series, hence the {@code
   *     vector(0)}
   * @param p95 95th percentile of the response time in seconds, one series
   * @param requestsByRoute one series for each route
   * @param errorsByRoute the 5xx among them; series with none may be missing
   * @param p95ByRoute 95th percentile of the response time in seconds, one series for each route
   * @param throttledShare throttled over all CPU periods, 0 to 1, one series for each {@code pod};
   *     over a minute, because the kubelet counts every 10 to 15 s only
   * @param firingAlerts series with the labels {@code alertname}, {@code service}, {@code severity}
   */
  record Queries(
      @DefaultValue(
              "sum(rate(dhakacart_backend_http_requests_total"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\"}[{{window}}]))")
          @NotBlank
          String requests,
      @DefaultValue(
              "(sum(rate(dhakacart_backend_http_requests_total"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\",status_code=~\"5..\"}[{{window}}]))"
                  + " or vector(0))"
                  + " / sum(rate(dhakacart_backend_http_requests_total"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\"}[{{window}}]))")
          @NotBlank
          String errorRatio,
      @DefaultValue(
              "histogram_quantile(0.95, sum by (le)"
                  + " (rate(dhakacart_backend_http_request_duration_seconds_bucket"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\"}[{{window}}])))")
          @NotBlank
          String p95,
      @DefaultValue(
              "sum by (route) (rate(dhakacart_backend_http_requests_total"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\"}[{{window}}]))")
          @NotBlank
          String requestsByRoute,
      @DefaultValue(
              "sum by (route) (rate(dhakacart_backend_http_requests_total"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\",status_code=~\"5..\"}[{{window}}]))")
          @NotBlank
          String errorsByRoute,
      @DefaultValue(
              "histogram_quantile(0.95, sum by (le, route)"
                  + " (rate(dhakacart_backend_http_request_duration_seconds_bucket"
                  + "{job=\"{{job}}\",route!~\"{{probes}}\"}[{{window}}])))")
          @NotBlank
          String p95ByRoute,
      @DefaultValue(
              "sum by (pod) (rate(container_cpu_cfs_throttled_periods_total"
                  + "{namespace=\"{{namespace}}\",pod=~\"{{deployment}}-[a-z0-9]+-[a-z0-9]+\","
                  + "container=\"{{container}}\"}[1m]))"
                  + " / sum by (pod) (rate(container_cpu_cfs_periods_total"
                  + "{namespace=\"{{namespace}}\",pod=~\"{{deployment}}-[a-z0-9]+-[a-z0-9]+\","
                  + "container=\"{{container}}\"}[1m]))")
          @NotBlank
          String throttledShare,
      @DefaultValue("ALERTS{alertstate=\"firing\",service=~\"dhakacart.*\"}") @NotBlank
          String firingAlerts) {}

  /** What people call a route; the label where nobody said. */
  String routeName(String label) {
    return routes.getOrDefault(label, label);
  }

  String fill(String query, Workload workload, Duration window) {
    return query
        .replace("{{service}}", inQuotes(workload.service()))
        .replace("{{namespace}}", inQuotes(workload.namespace()))
        .replace("{{deployment}}", inQuotes(workload.deployment()))
        .replace("{{container}}", inQuotes(workload.container()))
        .replace("{{job}}", inQuotes(workload.job()))
        .replace("{{probes}}", inQuotes(probes))
        .replace("{{window}}", promQl(window));
  }

  /** A name must not end the quotes that it stands in. */
  private static String inQuotes(String name) {
    return name.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String promQl(Duration window) {
    return window.toMillisPart() == 0 ? window.toSeconds() + "s" : window.toMillis() + "ms";
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "MetricsSettings[url=%s, window=%s, queries=%s]".formatted(url, window, queries);
  }
}
