package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Runs the pods that the API server knows, and reports how they are. */
class Kubelet implements Controller, AutoCloseable {

  private static final Duration PROBE_PERIOD = Duration.ofSeconds(5);

  /** Average use over what the containers ask for, in percent. */
  record Utilization(int cpuPercent, int memoryPercent) {}

  private final ObjectStore store;
  private final WorldClock clock;
  private final Pace pace;
  private final Supplier<Optional<ActiveFault>> fault;
  private final Events events;
  private final Map<String, SimulatedPod> running = new LinkedHashMap<>();
  private final Map<String, Instant> warnedAt = new HashMap<>();
  private int addresses = 4;

  Kubelet(ObjectStore store, WorldClock clock, Pace pace, Supplier<Optional<ActiveFault>> fault) {
    this.store = store;
    this.clock = clock;
    this.pace = pace;
    this.fault = fault;
    this.events = new Events(store, clock);
  }

  List<SimulatedPod> pods() {
    synchronized (store) {
      return List.copyOf(running.values());
    }
  }

  /** The pods that serve DhakaCart's customers; others may run beside them. */
  List<SimulatedPod> backends() {
    return pods().stream().filter(SimulatedPod::isBackend).toList();
  }

  Optional<SimulatedPod> find(String namespace, String name) {
    return pods().stream()
        .filter(pod -> pod.namespace().equals(namespace) && pod.name().equals(name))
        .findFirst();
  }

  Utilization utilization() {
    return new Utilization(
        percent("cpu", usage -> usage.cpuCores()), percent("memory", usage -> usage.memoryBytes()));
  }

  @Override
  public void reconcile() {
    Map<String, Pod> wanted = new LinkedHashMap<>();
    store.list(Pod.class).forEach(pod -> wanted.put(pod.getMetadata().getUid(), pod));
    running
        .entrySet()
        .removeIf(
            one -> {
              boolean gone = !wanted.containsKey(one.getKey());
              if (gone) {
                one.getValue().stop();
              }
              return gone;
            });
    wanted.forEach(
        (uid, pod) -> {
          boolean changed = !running.containsKey(uid);
          SimulatedPod one = running.computeIfAbsent(uid, key -> start(pod));
          changed |= one.advance();
          if (changed) {
            store.save(withStatus(pod, one));
          }
          warn(pod, one);
        });
  }

  void age(Duration by) {
    pods().forEach(pod -> pod.age(by));
    warnedAt.replaceAll((pod, at) -> at.minus(by));
  }

  @Override
  public void close() {
    pods().forEach(SimulatedPod::stop);
  }

  private SimulatedPod start(Pod pod) {
    addresses++;
    String ip = "10.244." + addresses / 250 + "." + (addresses % 250 + 1);
    return new SimulatedPod(pod, ip, clock, pace, fault);
  }

  private int percent(String resource, ToDoubleFunction<Usage> used) {
    return (int)
        backends().stream()
            .filter(SimulatedPod::isRunning)
            .filter(pod -> request(pod, resource) > 0)
            .mapToDouble(pod -> 100 * used.applyAsDouble(pod.usage()) / request(pod, resource))
            .average()
            .orElse(0);
  }

  private static double request(SimulatedPod pod, String resource) {
    Map<String, Quantity> requests =
        pod.container().getResources() == null
            ? null
            : pod.container().getResources().getRequests();
    return requests == null || !requests.containsKey(resource)
        ? 0
        : Quantity.getAmountInBytes(requests.get(resource)).doubleValue();
  }

  private void warn(Pod pod, SimulatedPod one) {
    Instant now = clock.now();
    Instant last = warnedAt.get(one.name());
    if (last != null && now.isBefore(last.plus(PROBE_PERIOD))) {
      return;
    }
    if (one.isWithoutImage()) {
      warnedAt.put(one.name(), now);
      events.warn(
          pod,
          "Failed",
          "Failed to pull image \"%s\": not found".formatted(one.container().getImage()));
    } else if (!one.isRunning()) {
      warnedAt.put(one.name(), now);
      events.warn(
          pod,
          "BackOff",
          "Back-off restarting failed container %s in pod %s"
              .formatted(one.container().getName(), one.name()));
    } else if (one.hit().isPresent() && !one.isReady()) {
      warnedAt.put(one.name(), now);
      events.warn(
          pod,
          "Unhealthy",
          "Readiness probe failed: Get \"http://%s:5000/ready\": context deadline exceeded"
                  .formatted(one.ip())
              + " (Client.Timeout exceeded while awaiting headers)");
    } else {
      one.hit()
          .flatMap(active -> active.fault().failingProbe())
          .ifPresent(
              message -> {
                warnedAt.put(one.name(), now);
                events.warn(pod, "Unhealthy", message.formatted(one.ip()));
              });
    }
  }

  private Pod withStatus(Pod pod, SimulatedPod one) {
    String ready = one.isReady() ? "True" : "False";
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase(one.isWithoutImage() ? "Pending" : "Running")
        .withPodIP(one.ip())
        .addNewPodIP(one.ip())
        .withHostIP("10.0.0.1")
        .withQosClass("Burstable")
        .withStartTime(WorldClock.stamp(one.createdAt()))
        .withConditions(
            List.of(
                condition(pod, "PodScheduled", "True"),
                condition(pod, "Initialized", "True"),
                condition(pod, "ContainersReady", ready),
                condition(pod, "Ready", ready)))
        .withContainerStatuses(containerStatus(one))
        .endStatus()
        .build();
  }

  private PodCondition condition(Pod pod, String type, String status) {
    String since =
        pod.getStatus().getConditions().stream()
            .filter(one -> one.getType().equals(type) && one.getStatus().equals(status))
            .map(one -> one.getLastTransitionTime())
            .findFirst()
            .orElseGet(clock::stamp);
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withLastTransitionTime(since)
        .build();
  }

  private static ContainerStatus containerStatus(SimulatedPod one) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    if (one.isRunning()) {
      state.withNewRunning().withStartedAt(WorldClock.stamp(one.startedAt())).endRunning();
    } else {
      state
          .withNewWaiting()
          .withReason(one.waiting())
          .withMessage(
              one.lastTermination() == null
                  ? "Back-off pulling image \"" + one.container().getImage() + "\""
                  : "back-off restarting failed container=" + one.container().getName())
          .endWaiting();
    }
    return new ContainerStatusBuilder()
        .withName(one.container().getName())
        .withImage(one.container().getImage())
        .withImageID(Images.id(one.container().getImage(), one.build()))
        .withContainerID("containerd://" + one.name() + "-" + one.restarts())
        .withReady(one.isReady())
        .withStarted(one.isRunning())
        .withRestartCount(one.restarts())
        .withState(state.build())
        .withLastState(lastState(one.lastTermination()))
        .build();
  }

  private static ContainerState lastState(SimulatedPod.Termination last) {
    if (last == null) {
      return null;
    }
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withReason(last.ending().reason())
        .withExitCode(last.ending().exitCode())
        .withStartedAt(WorldClock.stamp(last.startedAt()))
        .withFinishedAt(WorldClock.stamp(last.finishedAt()))
        .endTerminated()
        .build();
  }
}
