package com.dhakacart.runbook.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class QueryCheckTest {

  private static final String NOTHING =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
  private static final String ONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"1\"]}]}}";

  private static final Workload WORKLOAD =
      new Workload("dhakacart-backend", "dhakacart", "dhakacart-backend", "backend", 5000, "b");

  @RegisterExtension final HttpCounterpart prometheus = new HttpCounterpart();

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
          .withUserConfiguration(Application.class);

  @Test
  void queryFindsNoSeries_warningNamesItsSetting(CapturedOutput output) {
    prometheus.answers(
        request ->
            Reply.of(200, request.query().get("query").startsWith("histogram") ? NOTHING : ONE));

    check("runbook.metrics.url=" + prometheus.url());

    assertThat(output).contains("runbook.metrics.queries.p95 finds no series");
    assertThat(output).doesNotContain("runbook.metrics.queries.requests finds");
  }

  @Test
  void everyQueryFindsSeries_nothingIsSaid(CapturedOutput output) {
    prometheus.answers(200, ONE);

    check("runbook.metrics.url=" + prometheus.url());

    assertThat(output).doesNotContain("runbook.metrics");
    assertThat(prometheus.requests()).as("all that the settings hold").hasSize(8);
  }

  @Test
  void nothingFails_thatNoRouteHasErrorsAndNoAlertFiresIsNotSaid(CapturedOutput output) {
    MetricsSettings settings = SettingsOf.type(MetricsSettings.class, Map.of());
    MetricsSettings.Queries queries = settings.queries();
    Set<String> ofTrouble =
        Stream.of(queries.errorsByRoute(), queries.p95ByRoute(), queries.firingAlerts())
            .map(it -> settings.fill(it, WORKLOAD, settings.window()))
            .collect(Collectors.toSet());
    prometheus.answers(
        request -> Reply.of(200, ofTrouble.contains(request.query().get("query")) ? NOTHING : ONE));

    check("runbook.metrics.url=" + prometheus.url());

    assertThat(output).doesNotContain("runbook.metrics");
  }

  @Test
  void queryGivesMilliseconds_orPercent_warningNamesItsSettingAndTheValue(CapturedOutput output) {
    prometheus.answers(200, ONE.replace("\"1\"", "\"350\""));

    check("runbook.metrics.url=" + prometheus.url());

    assertThat(output)
        .contains("runbook.metrics.queries.p95 gives 350.0", "correct its unit")
        .contains("runbook.metrics.queries.error-ratio gives 350.0")
        .doesNotContain("runbook.metrics.queries.requests gives");
  }

  @Test
  void prometheusRejects_warningShowsItsWords(CapturedOutput output) {
    prometheus.answers(400, "{\"status\":\"error\",\"error\":\"parse error\"}");

    check("runbook.metrics.url=" + prometheus.url());

    assertThat(output).contains("runbook.metrics.queries.requests: ").contains("parse error");
  }

  @Test
  void noPrometheus_saysThatTheErrorRateIsUnknown(CapturedOutput output) {
    check("runbook.metrics.url=");

    assertThat(output).contains("set runbook.metrics.url");
  }

  private void check(String property) {
    application
        .withPropertyValues(property)
        .run(context -> context.getBean(QueryCheck.class).checkQueries().join());
  }

  @EnableConfigurationProperties(MetricsSettings.class)
  @Import({PrometheusApi.class, QueryCheck.class})
  static class Application {

    @Bean
    List<Workload> workloads() {
      return List.of(WORKLOAD);
    }
  }
}
