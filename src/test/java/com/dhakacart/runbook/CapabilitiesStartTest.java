package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.logs.PodLogs;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.Tickets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The capabilities that look and call, wired and with their settings validated as at start. The
 * nested class carries no {@code @Configuration}, so that no scan of the test sources finds it.
 */
class CapabilitiesStartTest {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
          .withUserConfiguration(Capabilities.class);

  @Test
  void nothingSet_everyCapabilityIsThereOnce() {
    application.run(
        context ->
            assertThat(context)
                .hasSingleBean(HealthProbe.class)
                .hasSingleBean(DatabaseView.class)
                .hasSingleBean(Metrics.class)
                .hasSingleBean(Logs.class)
                .hasSingleBean(OnCall.class)
                .hasSingleBean(Tickets.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runbook.health.timeout=0s",
        "runbook.health.timeout=soon",
        "runbook.health.path=health",
        "runbook.health.key-endpoints=api/products",
        "runbook.health.figure-names=(",
        "runbook.health.max-figures=0",
        "runbook.database.url=postgres:5432",
        "runbook.database.url=jdbc:postgresql://db/shop?password=secret",
        "runbook.database.connect-timeout=0s",
        "runbook.logs.max-patterns=-1",
        "runbook.logs.max-lines-per-pod=0",
        "runbook.logs.noise=(",
        "runbook.logs.elasticsearch.max-lines=10001",
        "runbook.logs.elasticsearch.url=http://ann:secret@elasticsearch:9200",
        "runbook.oncall.from=nobody",
        "runbook.oncall.teams.on-call.mail=nobody",
        "runbook.oncall.teams.on-call.webhook-url=not a url",
        "runbook.oncall.teams.on-call.webhook-url=paging/enqueue",
        "runbook.oncall.tickets.url=tickets:80",
        "runbook.logs.elasticsearch.url=elasticsearch:9200"
      })
  void wrongValue_stopsTheStart(String property) {
    application.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
  }

  @ComponentScan(
      basePackageClasses = {
        HealthProbe.class,
        DatabaseView.class,
        Metrics.class,
        Logs.class,
        OnCall.class
      })
  @ConfigurationPropertiesScan(
      basePackageClasses = {
        HealthProbe.class,
        DatabaseView.class,
        Metrics.class,
        Logs.class,
        OnCall.class
      })
  static class Capabilities {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    PodLogs podLogs() {
      return (workload, since, maxLinesPerPod) -> List.of();
    }

    @Bean
    PodCalls podCalls() {
      return new PodCalls() {
        @Override
        public List<String> pods(Workload workload) {
          return List.of();
        }

        @Override
        public CompletableFuture<Reply> get(
            Workload workload, String pod, String path, Duration timeout) {
          return CompletableFuture.completedFuture(new Reply("none", 0, "", 0, "no pods"));
        }
      };
    }
  }
}
