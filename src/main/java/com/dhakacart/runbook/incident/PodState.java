package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One pod of the workload, as {@code kubectl get pods} and {@code kubectl describe} show it.
 *
 * @param revision the pod template's hash, which names its ReplicaSet
 * @param waitingReason why the container does not run, such as {@code CrashLoopBackOff}, or one
 *     beside it, by its name; null when all run
 * @param lastTermination how the container ended last; null when it never did
 * @param cpuLimitCores null when there is no limit
 * @param memoryLimitBytes null when there is no limit
 * @param node where it runs; null while it is not scheduled
 * @param address its IP, by which a database knows its sessions; null while it has none
 * @param containers all of them, of whatever sort; empty where they were not noted
 */
public record PodState(
    String name,
    String phase,
    boolean ready,
    String image,
    String revision,
    Instant startedAt,
    int restarts,
    String waitingReason,
    Termination lastTermination,
    Double cpuLimitCores,
    Long memoryLimitBytes,
    String node,
    String address,
    List<ContainerState> containers) {

  public PodState {
    containers = containers == null ? List.of() : List.copyOf(containers);
  }

  /** What the kubelet says of a container that is only just being made. */
  public static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  /** Whether something keeps it from running; a pod that is being made is not sick. */
  public boolean isHeldBack() {
    return waitingReason != null && !STARTING.contains(waitingReason);
  }

  /** A pod of which the place is not known. */
  public PodState(
      String name,
      String phase,
      boolean ready,
      String image,
      String revision,
      Instant startedAt,
      int restarts,
      String waitingReason,
      Termination lastTermination,
      Double cpuLimitCores,
      Long memoryLimitBytes) {
    this(
        name,
        phase,
        ready,
        image,
        revision,
        startedAt,
        restarts,
        waitingReason,
        lastTermination,
        cpuLimitCores,
        memoryLimitBytes,
        null,
        null,
        List.of());
  }

  /** The containers beside the one that serves and before it, where they died. */
  public List<ContainerState> othersThatDied() {
    return containers.stream()
        .filter(it -> it.role() != ContainerState.Role.SERVES)
        .filter(ContainerState::died)
        .toList();
  }

  /**
   * @param reason as the kubelet says it: {@code OOMKilled}, {@code Error}, {@code Completed}
   */
  public record Termination(String reason, int exitCode, Instant finishedAt) {}

  public Optional<Termination> terminated() {
    return Optional.ofNullable(lastTermination);
  }

  /** Of those that have one; none where nobody could be asked. */
  public static Set<String> addresses(Answer<List<PodState>> pods) {
    return pods.known().orElse(List.of()).stream()
        .map(PodState::address)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
