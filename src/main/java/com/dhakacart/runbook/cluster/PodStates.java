package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.ContainerState.Role;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a pod as kubectl shows it, seen from the one container that serves. */
final class PodStates {

  static final String TEMPLATE_HASH = "pod-template-hash";

  private PodStates() {}

  static PodState of(Pod pod, String containerName) {
    Optional<Container> container =
        pod.getSpec().getContainers().stream()
            .filter(one -> containerName.equals(one.getName()))
            .findFirst();
    Optional<ContainerStatus> status = status(pod, containerName);
    return new PodState(
        pod.getMetadata().getName(),
        Optional.ofNullable(WorkloadObjects.phase(pod)).orElse("Unknown"),
        isTrue(pod, "Ready"),
        container.map(Container::getImage).orElse(null),
        pod.getMetadata().getLabels().get(TEMPLATE_HASH),
        startedAt(pod),
        status.map(ContainerStatus::getRestartCount).orElse(0),
        waitingReason(pod, status),
        status.flatMap(PodStates::lastTermination).orElse(null),
        container
            .map(one -> limit(one, "cpu"))
            .map(q -> q.getNumericalAmount().doubleValue())
            .orElse(null),
        container
            .map(one -> limit(one, "memory"))
            .map(q -> q.getNumericalAmount().longValue())
            .orElse(null),
        pod.getSpec().getNodeName(),
        pod.getStatus().getPodIP(),
        containers(pod, containerName));
  }

  /** Whether the container ever ran; before that it has no log. */
  static boolean hasStarted(Pod pod, String containerName) {
    return status(pod, containerName)
        .map(it -> waits(it).isEmpty() || lastTermination(it).isPresent())
        .orElse(!"Pending".equals(WorkloadObjects.phase(pod)));
  }

  private static List<ContainerState> containers(Pod pod, String serving) {
    Map<String, ContainerStatus> statuses =
        Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(),
                pod.getStatus().getContainerStatuses().stream())
            .collect(
                Collectors.toMap(ContainerStatus::getName, Function.identity(), (one, two) -> one));
    return Stream.concat(
            pod.getSpec().getInitContainers().stream()
                .map(it -> container(it, ContainersBeside.role(it), statuses)),
            pod.getSpec().getContainers().stream()
                .map(
                    it ->
                        container(
                            it,
                            serving.equals(it.getName()) ? Role.SERVES : Role.BESIDE,
                            statuses)))
        .toList();
  }

  private static ContainerState container(
      Container container, Role role, Map<String, ContainerStatus> statuses) {
    Optional<ContainerStatus> status = Optional.ofNullable(statuses.get(container.getName()));
    return new ContainerState(
        container.getName(),
        role,
        container.getImage(),
        status.map(ContainerStatus::getImageID).filter(it -> !it.isBlank()).orElse(null),
        container.getImagePullPolicy(),
        status.map(ContainerStatus::getRestartCount).orElse(0),
        status.flatMap(PodStates::waits).orElse(null),
        status.flatMap(PodStates::lastTermination).orElse(null));
  }

  static Optional<ContainerStatus> status(Pod pod, String containerName) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(one -> containerName.equals(one.getName()))
        .findFirst();
  }

  static Instant startedAt(Pod pod) {
    String started = pod.getStatus().getStartTime();
    return Instant.parse(started == null ? pod.getMetadata().getCreationTimestamp() : started);
  }

  /** How the container ended last: just now and not started again yet, or before its last start. */
  static Optional<Termination> lastTermination(ContainerStatus status) {
    return ended(status)
        .or(() -> Optional.ofNullable(status.getLastState()).map(state -> state.getTerminated()))
        .map(
            end ->
                new Termination(
                    end.getReason(),
                    end.getExitCode() == null ? 0 : end.getExitCode(),
                    end.getFinishedAt() == null ? null : Instant.parse(end.getFinishedAt())));
  }

  private static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(state -> state.getTerminated());
  }

  private static String waitingReason(Pod pod, Optional<ContainerStatus> status) {
    Optional<String> waits = status.flatMap(PodStates::waits);
    if (waits.isPresent() && !PodState.STARTING.contains(waits.get())) {
      return waits.get();
    }
    Optional<String> another = ContainersBeside.problem(pod, status.map(ContainerStatus::getName));
    if (another.isPresent()) {
      return another.get();
    }
    if (status.isEmpty()) {
      // no container yet: the scheduler's word, where it found no node
      return pod.getStatus().getConditions().stream()
          .filter(one -> "PodScheduled".equals(one.getType()) && "False".equals(one.getStatus()))
          .map(PodCondition::getReason)
          .findFirst()
          .orElse(null);
    }
    return waits.orElse(null);
  }

  /** Why a container does not run; empty when it runs. */
  static Optional<String> waits(ContainerStatus status) {
    return Optional.ofNullable(status.getState())
        .map(state -> state.getWaiting())
        .map(waiting -> waiting.getReason())
        .or(() -> ended(status).map(ContainerStateTerminated::getReason));
  }

  private static Quantity limit(Container container, String resource) {
    return container.getResources() == null || container.getResources().getLimits() == null
        ? null
        : container.getResources().getLimits().get(resource);
  }

  private static boolean isTrue(Pod pod, String condition) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(one -> condition.equals(one.getType()) && "True".equals(one.getStatus()));
  }
}
