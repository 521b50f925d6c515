package com.dhakacart.runbook.metrics;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default queries against a real Prometheus, where {@code prometheus} is on the path. It
 * scrapes a backend that serves 10 requests well between two scrapes, fails one, and fails five
 * probes.
 */
class RealPrometheusTest {

  @RegisterExtension final HttpCounterpart backend = new HttpCounterpart();
  @TempDir Path directory;

  private Process prometheus;
  private PrometheusMetrics metrics;

  @BeforeEach
  void startPrometheus() throws IOException {
    assumeTrue(
        isOnThePath("prometheus"),
        "No prometheus on the path: install Debian's package, or have .ci/run do it, to run the"
            + " default queries against a real one");
    AtomicInteger scrapes = new AtomicInteger();
    backend.answers(
        request ->
            Reply.of(200, exposition(scrapes.incrementAndGet()))
                .with("Content-Type", "text/plain"));
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 500ms, evaluation_interval: 500ms}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: dhakacart-backend
            static_configs: [{targets: ['localhost:%d']}]
        """
            .formatted(backend.url().getPort()));
    Files.writeString(
        directory.resolve("rules.yml"),
        """
        groups:
          - name: dhakacart
            rules:
              - {alert: Always, expr: vector(1), labels: {service: dhakacart-payments, severity: warning}}
              - {alert: OfOthers, expr: vector(1), labels: {service: somebody-else}}
        """);
    int port = Ports.free();
    prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    MetricsSettings settings =
        SettingsOf.type(
            MetricsSettings.class,
            Map.of(
                "runbook.metrics.url", "http://127.0.0.1:" + port,
                "runbook.metrics.window", "10s",
                "runbook.metrics.scrape-interval", "500ms",
                "runbook.metrics.history-step", "1s"));
    metrics =
        new PrometheusMetrics(
            new PrometheusApi(settings, new ObjectMapper()), settings, Clock.systemUTC());
  }

  @AfterEach
  void stopPrometheus() throws InterruptedException {
    if (prometheus != null) {
      prometheus.destroy();
      prometheus.waitFor();
    }
  }

  @Test
  void defaultQueries_giveWhatCustomersGet() {
    Instant start = Instant.now();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                metrics.traffic(BACKEND).map(Traffic::arrives).known().orElse(false)
                    && metrics.firingAlerts().map(alerts -> !alerts.isEmpty()).known().orElse(false)
                    && metrics
                        .errorRates(BACKEND, start)
                        .map(history -> !history.samples().isEmpty())
                        .known()
                        .orElse(false));

    Traffic traffic = metrics.traffic(BACKEND).value();
    assertThat(traffic.errorRatio()).isCloseTo(1.0 / 11, within(0.001));
    assertThat(traffic.p95Seconds()).isBetween(0.5, 1.0);
    assertThat(metrics.routes(BACKEND).value())
        .extracting(RouteErrors::route)
        .containsExactly("/create-payment-intent", "/");
    assertThat(metrics.throttling(BACKEND).value())
        .extracting(PodThrottling::pod)
        .containsExactly("dhakacart-backend-8576449475-7pm9x");
    assertThat(metrics.throttling(BACKEND).value().get(0).throttledShare())
        .isCloseTo(0.25, within(0.001));
    assertThat(metrics.firingAlerts().value())
        .isEqualTo(List.of(new FiringAlert("Always", "dhakacart-payments", "warning", null)));
    assertThat(metrics.errorRates(BACKEND, start).value().samples())
        .allSatisfy(sample -> assertThat(sample.errorRatio()).isCloseTo(1.0 / 11, within(0.001)));
    assertThat(metrics.trafficSince(BACKEND, start).value().errorRatio())
        .isCloseTo(1.0 / 11, within(0.001));
  }

  @Test
  void jobWithoutSeries_isNoTraffic() {
    Workload other =
        new Workload("other", "dhakacart", "other", "backend", 5000, "a-job-that-is-not-there");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(metrics.traffic(other).value()).isEqualTo(new Traffic(0, null, null)));
    assertThat(metrics.throttling(other).answered()).isFalse();
  }

  private static String exposition(int scrapes) {
    return """
        # TYPE dhakacart_backend_http_requests_total counter
        dhakacart_backend_http_requests_total{method="GET",route="/",status_code="200"} %1$d0
        dhakacart_backend_http_requests_total{method="POST",route="/create-payment-intent",status_code="500"} %1$d
        dhakacart_backend_http_requests_total{method="GET",route="/health",status_code="503"} %2$d
        dhakacart_backend_http_request_duration_seconds_bucket{le="0.5",route="/",status_code="200"} 0
        dhakacart_backend_http_request_duration_seconds_bucket{le="1",route="/",status_code="200"} %1$d0
        dhakacart_backend_http_request_duration_seconds_bucket{le="+Inf",route="/",status_code="200"} %1$d0
        dhakacart_backend_http_request_duration_seconds_bucket{le="0.5",route="/health",status_code="503"} 0
        dhakacart_backend_http_request_duration_seconds_bucket{le="1",route="/health",status_code="503"} 0
        dhakacart_backend_http_request_duration_seconds_bucket{le="+Inf",route="/health",status_code="503"} %2$d
        container_cpu_cfs_periods_total{namespace="dhakacart",pod="dhakacart-backend-8576449475-7pm9x",container="backend"} %3$d
        container_cpu_cfs_throttled_periods_total{namespace="dhakacart",pod="dhakacart-backend-8576449475-7pm9x",container="backend"} %1$d
        container_cpu_cfs_periods_total{namespace="dhakacart",pod="dhakacart-backend-worker-79cf7868b6-hdf55",container="backend"} %1$d
        """
        .formatted(scrapes, scrapes * 5, scrapes * 4);
  }

  private static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
