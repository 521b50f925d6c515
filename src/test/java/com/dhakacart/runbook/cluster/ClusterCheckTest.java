package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCheckTest {

  @TempDir private Path folder;

  @Test
  void workloadThatTheClusterKnows_isNoProblem() throws IOException {
    try (SimulatedWorld world = SimulatedWorld.start(Pace.test());
        ClusterAdapters adapters = new ClusterAdapters(settings(world, world))) {
      world.cluster().allow("create", "pods/exec");

      assertThat(adapters.check().problems(workload("dhakacart", "dhakacart-backend", "backend")))
          .noneMatch(it -> it.contains("runbook.services"));
    }
  }

  @Test
  void settingsThatTheClusterDoesNotKnow_areNamed() throws IOException {
    try (SimulatedWorld world = SimulatedWorld.start(Pace.test());
        ClusterAdapters adapters = new ClusterAdapters(settings(world, world))) {
      ClusterCheck check = adapters.check();

      assertThat(check.problems(workload("dhakacart", "dhakacart-backnd", "backend")))
          .anySatisfy(
              it ->
                  assertThat(it)
                      .contains(
                          "dhakacart/dhakacart-backnd does not exist", "runbook.services.shop"));
      assertThat(check.problems(workload("dhakacart", "dhakacart-backend", "app")))
          .anySatisfy(it -> assertThat(it).contains("no container app", "runbook.services.shop"));
      assertThat(check.problems(workload("shop", "dhakacart-backend", "backend")))
          .singleElement()
          .asString()
          .contains("runbook.cluster.namespaces");
    }
  }

  /** Its kubeconfig was made in another context. */
  @Test
  void changeOfAnotherClusterThanTheOneThatIsLookedAt_isNotPlanned() throws IOException {
    try (SimulatedWorld seen = SimulatedWorld.start(Pace.test());
        SimulatedWorld other = SimulatedWorld.start(Pace.test());
        ClusterAdapters adapters = new ClusterAdapters(settings(seen, other))) {
      assertThatExceptionOfType(ChangeRefused.class)
          .isThrownBy(
              () ->
                  adapters
                      .changes()
                      .planRestart(
                          workload("dhakacart", "dhakacart-backend", "backend"), "1-restart"))
          .withMessageContainingAll(
              "lead to two clusters",
              seen.cluster().deployment().getMetadata().getUid(),
              other.cluster().deployment().getMetadata().getUid());
    }
  }

  private ClusterSettings settings(SimulatedWorld looking, SimulatedWorld changing)
      throws IOException {
    return SettingsOf.type(
        ClusterSettings.class,
        Map.of(
            "runbook.cluster.kubeconfig", kubeconfig("looking", looking),
            "runbook.cluster.changes.kubeconfig", kubeconfig("changing", changing)));
  }

  private Path kubeconfig(String name, SimulatedWorld world) throws IOException {
    return Files.writeString(folder.resolve(name), world.cluster().kubeconfig());
  }

  private static Workload workload(String namespace, String deployment, String container) {
    return new Workload("shop", namespace, deployment, container, 5000, "shop");
  }
}
