package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.AUTOSCALER_AT_MAXIMUM;
import static com.dhakacart.runbook.incident.Observation.Kind.CPU_NEAR_LIMIT;
import static com.dhakacart.runbook.incident.Observation.Kind.CPU_THROTTLED;
import static com.dhakacart.runbook.incident.Observation.Kind.HEAP_LIMIT_REACHED;
import static com.dhakacart.runbook.incident.Observation.Kind.LIVENESS_PROBE_FAILURES;
import static com.dhakacart.runbook.incident.Observation.Kind.MEMORY_NEAR_LIMIT;
import static com.dhakacart.runbook.incident.Observation.Kind.OUT_OF_MEMORY_KILLS;
import static com.dhakacart.runbook.incident.Observation.Kind.PODS_EXIT_AT_START;
import static com.dhakacart.runbook.incident.Observation.Kind.PODS_RESTARTING;
import static com.dhakacart.runbook.incident.Observation.Kind.RESOURCES_AMPLE;

import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Memory, CPU, restarts. Alone they give no 5xx: pods that die answer nothing at all. */
final class ResourceSigns {

  /** How V8 ends when its own heap limit is reached, before the kernel would. */
  private static final int HEAP_LIMIT_EXIT = 134;

  static final double THROTTLED = 0.25;
  private static final double NEAR = 0.9;

  private ResourceSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.add(terminations(symptoms, it -> "OOMKilled".equals(it.reason()), OUT_OF_MEMORY_KILLS));
    signs.add(heapLimit(symptoms));
    signs.add(throttled(symptoms));
    signs.add(LoweredLimits.reached(symptoms));
    signs.add(cpuNearLimit(symptoms));
    signs.add(memoryNearLimit(symptoms));
    signs.add(restarting(symptoms));
    signs.add(exitAtStart(symptoms));
    signs.add(livenessFailures(symptoms));
    signs.add(autoscalerAtMaximum(symptoms));
    signs.add(NodeSigns.underPressure(symptoms));
    signs.add(ample(symptoms));
    return signs;
  }

  private static Optional<Observation> terminations(
      Symptoms symptoms, Predicate<Termination> matching, Observation.Kind kind) {
    List<PodState> ended =
        symptoms.pods().stream()
            .filter(
                it ->
                    it.terminated()
                        .filter(t -> symptoms.within(t.finishedAt(), Duration.ofMinutes(15)))
                        .filter(matching)
                        .isPresent())
            .toList();
    return when(
        !ended.isEmpty(),
        kind,
        ended.stream()
            .map(
                it ->
                    "%s ended with %s (exit code %d), %d restarts"
                        .formatted(
                            it.name(),
                            it.lastTermination().reason(),
                            it.lastTermination().exitCode(),
                            it.restarts())));
  }

  private static Optional<Observation> heapLimit(Symptoms symptoms) {
    Optional<Observation> byExit =
        terminations(symptoms, it -> it.exitCode() == HEAP_LIMIT_EXIT, HEAP_LIMIT_REACHED);
    int lines =
        symptoms.lines(
            it ->
                it.message().contains("Reached heap limit")
                    || it.message().contains("JavaScript heap out of memory"));
    return byExit.or(
        () -> when(lines > 0, HEAP_LIMIT_REACHED, lines + " log lines say that the heap is full"));
  }

  private static Optional<Observation> throttled(Symptoms symptoms) {
    return when(
        Symptoms.most(symptoms.throttling(), it -> it.throttledShare() >= THROTTLED),
        CPU_THROTTLED,
        symptoms.throttling().stream()
            .filter(it -> it.throttledShare() >= THROTTLED)
            .sorted(Comparator.comparing(it -> -it.throttledShare()))
            .map(
                it ->
                    "%s held back in %.0f %% of its periods"
                        .formatted(it.pod(), 100 * it.throttledShare())));
  }

  private static Optional<Observation> cpuNearLimit(Symptoms symptoms) {
    List<PodUsage> known =
        symptoms.usage().stream().filter(it -> cpuShare(symptoms, it) != null).toList();
    return when(
        Symptoms.most(known, it -> cpuShare(symptoms, it) >= NEAR),
        CPU_NEAR_LIMIT,
        known.stream()
            .filter(it -> cpuShare(symptoms, it) >= NEAR)
            .sorted(Comparator.comparing(it -> -cpuShare(symptoms, it)))
            .map(
                it ->
                    "%s uses %.0f %% of its CPU limit"
                        .formatted(it.pod(), 100 * cpuShare(symptoms, it))));
  }

  private static Optional<Observation> memoryNearLimit(Symptoms symptoms) {
    List<String> near = new ArrayList<>();
    for (PodUsage usage : symptoms.usage()) {
      Double share = memoryShare(symptoms, usage);
      if (share != null && share >= NEAR) {
        near.add("%s uses %.0f %% of its memory limit".formatted(usage.pod(), 100 * share));
      }
    }
    for (PodHealth health : symptoms.health()) {
      if (health.memory() != null
          && health.memory().usagePercent() != null
          && health.memory().usagePercent() >= 100 * NEAR) {
        near.add(
            "%s says %.0f %% of its memory"
                .formatted(health.pod(), health.memory().usagePercent()));
      }
    }
    return when(!near.isEmpty(), MEMORY_NEAR_LIMIT, near.stream());
  }

  private static Optional<Observation> restarting(Symptoms symptoms) {
    List<PodState> restarted =
        symptoms.pods().stream()
            .filter(it -> restartedWithin(symptoms, it, Incident.RECENT))
            .toList();
    return when(
        !restarted.isEmpty(),
        PODS_RESTARTING,
        restarted.stream().map(it -> "%s restarted %d times".formatted(it.name(), it.restarts())));
  }

  static boolean restartedWithin(Symptoms symptoms, PodState pod, Duration ago) {
    return pod.restarts() > 0
        && pod.terminated().filter(it -> symptoms.within(it.finishedAt(), ago)).isPresent();
  }

  private static Optional<Observation> exitAtStart(Symptoms symptoms) {
    List<PodState> failing =
        symptoms.pods().stream()
            .filter(it -> it.restarts() >= 2)
            .filter(it -> it.terminated().filter(t -> t.exitCode() == 1).isPresent())
            .filter(it -> restartedWithin(symptoms, it, Incident.RECENT))
            .filter(it -> !it.ready())
            .toList();
    return when(
        !failing.isEmpty(),
        PODS_EXIT_AT_START,
        failing.stream().map(it -> "%s ends at its start with exit code 1".formatted(it.name())));
  }

  private static Optional<Observation> livenessFailures(Symptoms symptoms) {
    List<WarningEvent> events =
        symptoms.events().stream()
            .filter(it -> it.message() != null && it.message().contains("Liveness probe failed"))
            .filter(it -> symptoms.within(it.lastSeen(), Duration.ofMinutes(5)))
            .toList();
    return when(
        !events.isEmpty(), LIVENESS_PROBE_FAILURES, events.stream().map(WarningEvent::message));
  }

  /** At its maximum, and still over a target: at the maximum alone it may be at rest. */
  private static Optional<Observation> autoscalerAtMaximum(Symptoms symptoms) {
    Optional<Autoscaler> atMaximum =
        symptoms
            .autoscaler()
            .filter(it -> it.currentReplicas() >= it.maxReplicas())
            .filter(it -> it.metrics().stream().anyMatch(Autoscaler.Metric::over));
    return when(
        atMaximum.isPresent(),
        AUTOSCALER_AT_MAXIMUM,
        atMaximum.stream()
            .flatMap(
                it ->
                    it.metrics().stream()
                        .filter(Autoscaler.Metric::over)
                        .map(
                            metric ->
                                "%s runs its %d replicas, and %s is at %d %% of a target of %d %%"
                                    .formatted(
                                        it.name(),
                                        it.maxReplicas(),
                                        metric.name(),
                                        metric.current(),
                                        metric.target()))));
  }

  /** Of every pod, since the one without figures may be the one that has too little. */
  private static Optional<Observation> ample(Symptoms symptoms) {
    List<PodState> pods = symptoms.pods();
    boolean quiet =
        pods.stream().noneMatch(it -> restartedWithin(symptoms, it, Incident.RECENT))
            && symptoms.throttlingIsKnown()
            && symptoms.throttling().stream().allMatch(it -> it.throttledShare() < 0.1)
            && heapLimit(symptoms).isEmpty()
            && OtherContainers.die(symptoms).isEmpty();
    return when(
        !pods.isEmpty() && quiet && pods.stream().allMatch(it -> hasRoom(symptoms, it)),
        RESOURCES_AMPLE,
        "CPU under 70 %% and memory under 75 %% of the limits on all %d pods, no restarts"
            .formatted(pods.size()));
  }

  private static boolean hasRoom(Symptoms symptoms, PodState pod) {
    return symptoms.usage().stream()
        .filter(it -> it.pod().equals(pod.name()))
        .filter(it -> cpuShare(symptoms, it) != null && memoryShare(symptoms, it) != null)
        .anyMatch(it -> cpuShare(symptoms, it) < 0.7 && memoryShare(symptoms, it) < 0.75);
  }

  /** CPU used over its limit; null when either is unknown. */
  private static Double cpuShare(Symptoms symptoms, PodUsage usage) {
    return pod(symptoms, usage)
        .filter(it -> it.cpuLimitCores() != null)
        .map(it -> usage.cpuCores() / it.cpuLimitCores())
        .orElse(null);
  }

  private static Double memoryShare(Symptoms symptoms, PodUsage usage) {
    return pod(symptoms, usage)
        .filter(it -> it.memoryLimitBytes() != null)
        .map(it -> (double) usage.memoryBytes() / it.memoryLimitBytes())
        .orElse(null);
  }

  private static Optional<PodState> pod(Symptoms symptoms, PodUsage usage) {
    return symptoms.pods().stream().filter(it -> it.name().equals(usage.pod())).findFirst();
  }
}
