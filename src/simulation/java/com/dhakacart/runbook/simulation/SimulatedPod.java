package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.Answer;
import com.dhakacart.runbook.backend.BackendBehavior;
import com.dhakacart.runbook.backend.BackendServer;
import com.dhakacart.runbook.backend.Checks;
import com.dhakacart.runbook.backend.LogLine;
import com.dhakacart.runbook.backend.Route;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * A pod that runs: DhakaCart's backend on a port of its own, its log, and what became of its
 * container. Whether a fault hits it is asked anew each time.
 */
class SimulatedPod implements BackendBehavior {

  /** How a container ended. */
  record Termination(Ending ending, Instant startedAt, Instant finishedAt) {}

  private final String namespace;
  private final String name;
  private final String app;
  private final String ip;
  private final Container container;
  private volatile Instant createdAt;
  private final WorldClock clock;
  private final Pace pace;
  private final Supplier<Optional<ActiveFault>> fault;

  private volatile PodLog log = new PodLog();
  private PodLog previousLog;
  private volatile BackendServer server;
  private volatile Instant startedAt;
  private volatile String waiting;
  private Instant restartAt;
  private int restarts;
  private Termination last;
  private boolean ready;

  SimulatedPod(
      Pod pod, String ip, WorldClock clock, Pace pace, Supplier<Optional<ActiveFault>> fault) {
    this.namespace = pod.getMetadata().getNamespace();
    this.name = pod.getMetadata().getName();
    this.app = pod.getMetadata().getLabels().get("app");
    this.ip = ip;
    this.container = pod.getSpec().getContainers().get(0);
    this.createdAt = clock.now();
    this.startedAt = createdAt;
    this.clock = clock;
    this.pace = pace;
    this.fault = fault;
    if (isWithoutImage()) {
      waiting = "ImagePullBackOff";
    } else {
      start();
    }
  }

  // Seen from outside.

  String namespace() {
    return namespace;
  }

  String name() {
    return name;
  }

  String ip() {
    return ip;
  }

  Container container() {
    return container;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant startedAt() {
    return startedAt;
  }

  boolean isBackend() {
    return SimulatedCluster.DEPLOYMENT.equals(app);
  }

  boolean isWithoutImage() {
    return !Images.exists(container.getImage());
  }

  boolean isRunning() {
    return waiting == null;
  }

  boolean isReady() {
    return ready;
  }

  /** Why the container does not run; null when it does. */
  String waiting() {
    return waiting;
  }

  int restarts() {
    return restarts;
  }

  Termination lastTermination() {
    return last;
  }

  PodLog log() {
    return log;
  }

  Optional<PodLog> previousLog() {
    return Optional.ofNullable(previousLog);
  }

  /** Where its backend listens; empty while it does not run. */
  Optional<URI> address() {
    BackendServer running = server;
    return running == null
        ? Optional.empty()
        : Optional.of(URI.create("http://127.0.0.1:" + running.port()));
  }

  PodFacts facts() {
    return new PodFacts(createdAt, startedAt, container.getImage(), limit("cpu"), limit("memory"));
  }

  Usage usage() {
    return fault
        .get()
        .map(
            active ->
                active.hits(facts())
                    ? active.fault().usage(facts())
                    : active.fault().cured(facts(), active))
        .orElse(Usage.normal());
  }

  /** Which of the builds it pulled that were pushed under its tag. */
  String build() {
    return hit().filter(it -> it.fault() == Fault.SAME_TAG_RELEASE).map(it -> "4711").orElse("");
  }

  Optional<ActiveFault> hit() {
    return fault.get().filter(active -> active.hits(facts()));
  }

  // The backend's behaviour.

  /** For its HTTP side, where somebody waits for the answer. */
  @Override
  public Answer answer(Route route) {
    Answer answer = answerCustomer(route);
    return new Answer(answer.status(), pace.asSlowAs(answer.after()), answer.log());
  }

  Answer answerCustomer(Route route) {
    return hit()
        .map(active -> active.fault().answer(route, ThreadLocalRandom.current().nextDouble()))
        .orElseGet(() -> Images.release(container.getImage()).answer(route));
  }

  @Override
  public Checks checks() {
    Checks checks =
        hit()
            .map(
                active ->
                    active
                        .fault()
                        .checks(Checks.healthy(), Duration.between(active.began(), clock.now())))
            .orElseGet(Checks::healthy);
    Checks.Database database = checks.database();
    return checks.with(
        new Checks.Database(
            database.error(),
            pace.asSlowAs(database.responseTime()),
            database.totalConnections(),
            database.idleConnections(),
            database.waitingClients()));
  }

  // What the kubelet does with it.

  /** Lets the time pass; true when something changed that the pod's status shows. */
  boolean advance() {
    Instant now = clock.now();
    boolean wasReady = ready;
    if (restartAt != null && !now.isBefore(restartAt)) {
      restarts++;
      previousLog = log;
      log = new PodLog();
      start();
      ready = false;
      return true;
    }
    Optional<Ending> ending =
        isRunning()
            ? hit().flatMap(active -> active.fault().ending(facts(), active))
            : Optional.empty();
    if (ending.isPresent() && !now.isBefore(startedAt.plus(lifetime(ending.get())))) {
      end(ending.get());
      return true;
    }
    ready =
        isRunning()
            && !now.isBefore(startedAt.plus(pace.podStart()))
            && checks().database().error() == null;
    return ready != wasReady;
  }

  /** It was all longer ago, and the log of that time is gone. */
  void age(Duration by) {
    createdAt = createdAt.minus(by);
    startedAt = startedAt.minus(by);
    restartAt = restartAt == null ? null : restartAt.minus(by);
    if (last != null) {
      last = new Termination(last.ending, last.startedAt.minus(by), last.finishedAt.minus(by));
    }
    log = new PodLog();
    previousLog = null;
  }

  void stop() {
    BackendServer running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  private void start() {
    waiting = null;
    restartAt = null;
    startedAt = clock.now();
    server = new BackendServer(0, this, line -> log.write(clock.now(), line));
  }

  private void end(Ending ending) {
    stop();
    if (ending.lastWords() != null) {
      log.write(clock.now(), LogLine.error(ending.lastWords(), checks().database().error()));
    }
    last = new Termination(ending, startedAt, clock.now());
    waiting = "CrashLoopBackOff";
    ready = false;
    int doublings = Math.min(restarts, 4);
    restartAt = clock.now().plus(pace.podStart().multipliedBy(2L + (1L << doublings)));
  }

  /** Not all pods end in the same moment. */
  private Duration lifetime(Ending ending) {
    double spread = 1 + (Math.floorMod(name.hashCode(), 10) - 5) / 20.0;
    return Duration.ofMillis((long) (ending.age().toMillis() * spread));
  }

  private double limit(String resource) {
    Map<String, Quantity> limits =
        container.getResources() == null ? null : container.getResources().getLimits();
    return limits == null || !limits.containsKey(resource)
        ? Double.MAX_VALUE
        : Quantity.getAmountInBytes(limits.get(resource)).doubleValue();
  }
}
