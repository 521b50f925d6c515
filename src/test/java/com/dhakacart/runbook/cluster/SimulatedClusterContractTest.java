package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedCluster;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against the simulated cluster. */
class SimulatedClusterContractTest extends ClusterContract {

  private static SimulatedWorld world;
  private static KubernetesClient admin;

  @BeforeAll
  static void start() {
    // longer than it takes to pause the rollout of a probe while its new pod starts
    world = SimulatedWorld.start(Pace.test().withPodStart(Duration.ofMillis(400)));
    ClusterSettings settings = at();
    admin = ClusterClients.client(settings, settings.looking(), 0);
  }

  @AfterAll
  static void stop() {
    admin.close();
    world.close();
  }

  private static ClusterSettings at() {
    return ClusterAdapters.at(world.cluster().uri().toString(), SimulatedCluster.NAMESPACE);
  }

  @Override
  KubernetesClient admin() {
    return admin;
  }

  @Override
  ClusterSettings settings() {
    return at();
  }

  @Override
  String namespace() {
    return SimulatedCluster.NAMESPACE;
  }

  @Override
  Container container() {
    return new ContainerBuilder()
        .withImage("dhakacart/backend:v1")
        .addNewPort()
        .withContainerPort(5000)
        .endPort()
        .build();
  }

  @Override
  String newerImage() {
    return "dhakacart/backend:v3";
  }
}
