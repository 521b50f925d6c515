package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

class ClusterSettingsTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Cluster.class)
          .withBean(Clock.class, Clock::systemUTC);

  @Test
  void nothingIsSet_onlyDhakaCartsNamespaceMayBeSeen_andNoClientIsMadeYet() {
    runner.run(
        context -> {
          assertThat(context).hasNotFailed().hasSingleBean(ClusterChanges.class);
          assertThat(context.getBean(ClusterSettings.class).namespaces())
              .containsExactly("dhakacart");
          assertThat(context.getBeanNamesForType(KubernetesClient.class))
              .as("nobody can be given the connection that changes")
              .containsExactlyInAnyOrder(ClusterClients.LOOKING, ClusterClients.ASKING);
          assertThat(context.getBeanFactory().getSingletonNames())
              .doesNotContain(ClusterClients.LOOKING, ClusterClients.ASKING);
        });
  }

  @Test
  void kubeconfigIsMissing_startStops() {
    runner
        .withPropertyValues("runbook.cluster.kubeconfig=/nowhere/kubeconfig")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void timeoutIsZero_startStops() {
    runner
        .withPropertyValues("runbook.cluster.request-timeout=0s")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void noNamespace_startStops() {
    runner
        .withPropertyValues("runbook.cluster.namespaces=")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void urlIsSet_clientGoesThere_andRepeatsAsSaid() {
    runner
        .withPropertyValues("runbook.cluster.url=http://127.0.0.1:9", "runbook.cluster.retries=2")
        .run(
            context -> {
              KubernetesClient looking =
                  context.getBean(ClusterClients.LOOKING, KubernetesClient.class);
              KubernetesClient asking =
                  context.getBean(ClusterClients.ASKING, KubernetesClient.class);
              assertThat(looking.getMasterUrl()).hasToString("http://127.0.0.1:9/");
              assertThat(looking.getConfiguration().getRequestRetryBackoffLimit()).isEqualTo(2);
              assertThat(asking.getConfiguration().getRequestRetryBackoffLimit()).isZero();
            });
  }

  @Test
  void kubeconfigIsNoKubeconfig_nothingIsKnown_andTheStartGoesOn(@TempDir Path directory)
      throws IOException {
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), "{ not a kubeconfig");
    Workload workload = new Workload("b", "dhakacart", "b", "backend", 5000, "b");
    runner
        .withPropertyValues("runbook.cluster.kubeconfig=" + kubeconfig)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(ClusterView.class).pods(workload).answered()).isFalse();
              assertThatExceptionOfType(ClusterUnavailable.class)
                  .isThrownBy(
                      () -> context.getBean(ClusterChanges.class).planRestart(workload, "1"));
            });
  }

  @Configuration
  @EnableConfigurationProperties(ClusterSettings.class)
  @ComponentScan(
      basePackageClasses = ClusterSettings.class,
      excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
  static class Cluster {}
}
