package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.changing.ChangingAdapters;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.ResolvableType;

/** The production classes, put together as Spring does, for a cluster that a test has. */
public class ClusterAdapters implements AutoCloseable {

  private final KubernetesClient looking;
  private final ChangingAdapters changing;
  private final KubernetesClient asking;
  private final PodWorkers workers = new PodWorkers();
  private final ClusterSettings settings;
  private final Reach reach;

  public ClusterAdapters(ClusterSettings settings) {
    ClusterClients clients = new ClusterClients();
    this.settings = settings;
    this.looking = clients.lookingClient(settings);
    this.reach = new Reach(looking);
    this.changing = new ChangingAdapters(api(), settings);
    this.asking = clients.askingClient(settings);
  }

  /** Given by URL, without credentials. */
  public static ClusterSettings at(String url, String... namespaces) {
    return settings(url, null, namespaces);
  }

  static ClusterSettings with(Path kubeconfig, String... namespaces) {
    return settings(null, kubeconfig, namespaces);
  }

  private static ClusterSettings settings(String url, Path kubeconfig, String... namespaces) {
    return new ClusterSettings(
        Set.of(namespaces),
        url,
        kubeconfig,
        null,
        null,
        new ClusterSettings.Access(null, null, null),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        0,
        Duration.ofMillis(10),
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        100,
        defaults().conflictRetries(),
        Duration.ZERO);
  }

  private static ClusterSettings defaults() {
    return new Binder(new MapConfigurationPropertySource())
        .bindOrCreate("runbook.cluster", ClusterSettings.class);
  }

  ClusterReach reach() {
    return reach;
  }

  public ClusterView view() {
    WorkloadObjects objects = objects();
    ServicesInFront services = new ServicesInFront(looking, objects);
    ScaledToNothing scaledToNothing = new ScaledToNothing(api(), services);
    return new KubernetesClusterView(
        looking,
        objects,
        services,
        new CpuThrottling(new PodCommands(looking), workers, settings),
        api(),
        new Obstacles(
            api(),
            objects,
            new RolloutObstacles(objects, scaledToNothing, new VerticalAutoscalers(api()), workers),
            scaledToNothing),
        new Standing(api()),
        new DeadContainers(
            new ContainerLog(looking, settings), workers, java.time.Clock.systemUTC()),
        settings);
  }

  public ClusterChanges changes() {
    return changing.changes();
  }

  PodCalls calls() {
    return new KubernetesPodCalls(
        objects(), new PodProxy(asking), new PodExec(new PodCommands(looking)), workers);
  }

  PodLogs logs() {
    return new KubernetesPodLogs(new ContainerLog(looking, settings), objects(), workers);
  }

  ClusterCheck check(Workload... watched) {
    StaticListableBeanFactory workloads = new StaticListableBeanFactory();
    workloads.addBean("workloads", List.of(watched));
    return new ClusterCheck(
        looking,
        changing.rights(),
        asking,
        settings,
        objects(),
        workloads.getBeanProvider(ResolvableType.forClassWithGenerics(List.class, Workload.class)));
  }

  private ApiServer api() {
    return new ApiServer(looking, reach, workers, settings);
  }

  private WorkloadObjects objects() {
    return new WorkloadObjects(looking, reach, settings);
  }

  @Override
  public void close() {
    workers.close();
    looking.close();
    changing.close();
    asking.close();
  }
}
