package com.dhakacart.runbook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MetricsSettingsTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @Test
  void nothingSet_defaultsStart() {
    application.run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runbook.metrics.window=10s",
        "runbook.metrics.timeout=0s",
        "runbook.metrics.url=prometheus:9090",
        "runbook.metrics.queries.p95= ",
        "runbook.metrics.url=http://ann:secret@prometheus:9090",
        "runbook.metrics.url=http://prometheus:9090/#graph",
        "runbook.metrics.parameters.query=up",
        "runbook.metrics.headers.authorization=Bearer secret",
        "runbook.metrics.bearer-token-file=/nowhere/token"
      })
  void wrongValue_stopsTheStart(String property) {
    application.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
  }

  @Test
  void oneQuerySet_theOthersKeepTheirDefaults() {
    MetricsSettings settings =
        SettingsOf.type(MetricsSettings.class, Map.of("runbook.metrics.queries.p95", "vector(1)"));

    assertThat(settings.queries().p95()).isEqualTo("vector(1)");
    assertThat(settings.queries().requests()).contains("dhakacart_backend_http_requests_total");
  }

  /** What the alert does not count must not count in the runbook either. */
  @Test
  void probes_areThoseThatTheAlertRulesLeaveOut() throws IOException {
    String rules = Files.readString(Path.of("docker", "prometheus", "rules", "dhakacart.yml"));

    assertThat(Pattern.compile("route!~\"([^\"]+)\"").matcher(rules).results())
        .extracting(it -> it.group(1))
        .hasSizeGreaterThanOrEqualTo(4)
        .containsOnly(SettingsOf.type(MetricsSettings.class, Map.of()).probes());
  }

  @Test
  void placeholders_areFilledAndCannotLeaveTheirQuotes() {
    MetricsSettings settings = SettingsOf.type(MetricsSettings.class, Map.of());
    Workload workload = new Workload("s", "n", "d\"} or up{x=\"", "c", 1, "j\\");

    String filled =
        settings.fill(
            "{{service}} {{namespace}} {{deployment}} {{container}} {{job}} {{window}}",
            workload,
            Duration.ofMillis(1500));

    assertThat(filled).isEqualTo("s n d\\\"} or up{x=\\\" c j\\\\ 1500ms");
  }

  @Test
  void secrets_areNotShown() {
    MetricsSettings settings =
        SettingsOf.type(MetricsSettings.class, Map.of("runbook.metrics.bearer-token", "secret"));

    assertThat(settings.toString()).doesNotContain("secret");
  }

  @EnableConfigurationProperties(MetricsSettings.class)
  static class Application {}
}
