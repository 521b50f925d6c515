package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A Kubernetes cluster in which DhakaCart's backend runs: an API server with the controllers that
 * matter, and pods that answer. The hooks do what somebody else does to a cluster, behind the
 * product's back.
 */
public class SimulatedCluster implements AutoCloseable {

  public static final String NAMESPACE = "dhakacart";
  public static final String DEPLOYMENT = "dhakacart-backend";
  public static final String AUTOSCALER = "dhakacart-backend-hpa";

  /** What depends on the time alone is looked at so often. */
  private static final Duration AT_LEAST_EVERY = Duration.ofMillis(250);

  private static final String OBJECTS = "/simulation/dhakacart.yaml";

  private final ObjectStore store;
  private final WorldClock clock;
  private final Kubelet kubelet;
  private final List<Controller> controllers;
  private final ApiServer apiServer;
  private final LoopbackServer server;
  private String settledAt = "";
  private Instant lookedAt = Instant.MIN;

  SimulatedCluster(int port, Pace pace, WorldClock clock, Supplier<Optional<ActiveFault>> fault) {
    this.clock = clock;
    this.store = new ObjectStore(clock);
    this.kubelet = new Kubelet(store, clock, pace, fault);
    this.controllers =
        List.of(
            new AutoscalerController(store, clock, kubelet, pace.scaleDownAfter()),
            new DeploymentController(store, clock),
            new ReplicaSetController(store),
            new EndpointController(store));
    createDhakaCart();
    this.apiServer = new ApiServer(store, new PodGateway(store, kubelet, clock));
    this.server = new LoopbackServer("API server", port, apiServer);
  }

  public URI uri() {
    return server.uri();
  }

  /** For {@code KUBECONFIG}, and for kubectl. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: simulated, cluster: {server: "%s"}}]
        users: [{name: runbook, user: {}}]
        contexts: [{name: simulated, context: {cluster: simulated, user: runbook, namespace: %s}}]
        current-context: simulated
        """
        .formatted(uri(), NAMESPACE);
  }

  /** Connections are refused while it is unreachable. The pods go on. */
  public void unreachable(boolean away) {
    server.unreachable(away);
  }

  /** Waits so long before each answer. */
  public void delay(Duration before) {
    server.delay(before);
  }

  /**
   * Answers 403 from now on, and says so in access reviews.
   *
   * @param verb as rights name it: get, list, create, update, patch, delete
   * @param resource with its subresource, such as {@code deployments/scale} or {@code pods/proxy}
   */
  public void refuse(String verb, String resource) {
    apiServer.refuse(verb, resource);
  }

  public void allow(String verb, String resource) {
    apiServer.allow(verb, resource);
  }

  /** How often this was asked so far, granted or not; a dry run counts as well. */
  public long requests(String verb, String resource) {
    return apiServer.requests(verb, resource);
  }

  /** How many writes were asked for so far that were meant: no dry runs, no access reviews. */
  public long changes() {
    return apiServer.changes();
  }

  public Deployment deployment() {
    return store.find(Deployment.class, NAMESPACE, DEPLOYMENT).orElseThrow();
  }

  public List<Pod> pods() {
    return store.list(Pod.class);
  }

  public Optional<HorizontalPodAutoscaler> autoscaler() {
    return store.find(HorizontalPodAutoscaler.class, NAMESPACE, AUTOSCALER);
  }

  /** Changes the Deployment as another person would. */
  public void edit(UnaryOperator<Deployment> change) {
    synchronized (store) {
      store.save(change.apply(deployment()));
    }
  }

  public void setImage(String image) {
    edit(
        deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
  }

  public void removeAutoscaler() {
    synchronized (store) {
      autoscaler().ifPresent(store::delete);
    }
  }

  /** Puts an object there, or another one in its place. */
  public void put(HasMetadata object) {
    store.save(object);
  }

  /** Whether the newest template runs everywhere and nothing else does. */
  public boolean isRolledOut() {
    Deployment now = deployment();
    var status = now.getStatus();
    Integer wanted = now.getSpec().getReplicas();
    return now.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && wanted.equals(status.getUpdatedReplicas())
        && wanted.equals(status.getReplicas())
        && wanted.equals(status.getAvailableReplicas());
  }

  @Override
  public void close() {
    server.close();
    kubelet.close();
  }

  Kubelet kubelet() {
    return kubelet;
  }

  /** What must not happen in the middle of a step. */
  Object lock() {
    return store;
  }

  /** It was all longer ago. */
  void age(Duration by) {
    synchronized (store) {
      store.age(by);
      kubelet.age(by);
      lookedAt = Instant.MIN;
    }
  }

  /** Gives DhakaCart the release, replicas, limits and autoscaler that it has at first. */
  void restore() {
    synchronized (store) {
      for (HasMetadata original : objects()) {
        if (original instanceof Deployment first) {
          edit(now -> new DeploymentBuilder(now).withSpec(first.getSpec()).build());
          setImage(Images.GOOD);
        } else if (original instanceof HorizontalPodAutoscaler) {
          store.save(original);
        }
      }
    }
  }

  /** Lets kubelet and controllers look once, where there is something to look at. */
  void step() {
    synchronized (store) {
      kubelet.reconcile();
      boolean settled =
          settledAt.equals(store.version())
              && clock.now().isBefore(lookedAt.plus(AT_LEAST_EVERY))
              && !clock.now().isBefore(lookedAt);
      if (!settled) {
        String before = store.version();
        controllers.forEach(Controller::reconcile);
        settledAt = before.equals(store.version()) ? before : "";
        lookedAt = clock.now();
      }
    }
  }

  /** The first release is three days old, the one that runs 26 hours. */
  private void createDhakaCart() {
    Instant now = clock.now();
    liveThrough(now.minus(Duration.ofDays(3)), () -> objects().forEach(store::save));
    liveThrough(now.minus(Duration.ofHours(26)), () -> setImage(Images.GOOD));
  }

  private void liveThrough(Instant begin, Runnable change) {
    clock.at(begin, change);
    settle(begin);
  }

  /** Lives through a minute, in which every rollout that can be completed is. */
  void settle(Instant begin) {
    for (int seconds = 1; seconds <= 60; seconds++) {
      clock.at(begin.plusSeconds(seconds), this::step);
    }
  }

  @SuppressWarnings("unchecked")
  private static Collection<HasMetadata> objects() {
    try (InputStream yaml = SimulatedCluster.class.getResourceAsStream(OBJECTS)) {
      Object all = new KubernetesSerialization().unmarshal(yaml);
      return (Collection<HasMetadata>) all;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + OBJECTS, e);
    }
  }
}
