package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ContainerState.Role;
import com.dhakacart.runbook.incident.PodState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The containers beside the one that serves, and those before it: a sidecar that dies takes the pod
 * out of service, and one that must end first keeps it from starting.
 */
final class ContainersBeside {

  private static final String COMPLETED = "Completed";

  private ContainersBeside() {}

  /** The first that does not do what it should, by its name, with how it ended. */
  static Optional<String> problem(Pod pod, Optional<String> serving) {
    Set<String> endByThemselves =
        pod.getSpec().getInitContainers().stream()
            .filter(it -> role(it) == Role.BEFORE)
            .map(Container::getName)
            .collect(Collectors.toSet());
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(it -> serving.filter(it.getName()::equals).isEmpty())
        .flatMap(it -> problem(it, endByThemselves.contains(it.getName())).stream())
        .findFirst();
  }

  /** Of one that is listed before the others: a sidecar is, too, and goes on beside them. */
  static Role role(Container before) {
    return "Always".equals(before.getRestartPolicy()) ? Role.BESIDE : Role.BEFORE;
  }

  private static Optional<String> problem(ContainerStatus status, boolean endsByItself) {
    return PodStates.waits(status)
        .filter(reason -> !PodState.STARTING.contains(reason))
        .filter(reason -> !(endsByItself && reason.equals(COMPLETED)))
        .map(
            reason ->
                "%s: %s%s"
                    .formatted(
                        status.getName(),
                        reason,
                        PodStates.lastTermination(status)
                            .map(
                                it ->
                                    ", ended with %s (exit code %d) at %s, %d restarts"
                                        .formatted(
                                            it.reason(),
                                            it.exitCode(),
                                            it.finishedAt(),
                                            status.getRestartCount()))
                            .orElse("")));
  }
}
