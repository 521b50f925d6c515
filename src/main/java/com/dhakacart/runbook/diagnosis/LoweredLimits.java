package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.LIMIT_LOWERED_AND_REACHED;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether the pods of the newest revision may use less than those before them, and want for it.
 * Told while both stand side by side: the pods that are gone are not seen.
 */
final class LoweredLimits {

  private static final String KILLED = "OOMKilled";

  private LoweredLimits() {}

  static Optional<Observation> reached(Symptoms symptoms) {
    Optional<String> newest =
        symptoms.releases().flatMap(Releases::current).map(Release::replicaSet);
    List<PodState> young = of(symptoms, newest, true);
    List<PodState> old = of(symptoms, newest, false);
    Optional<Double> cpuBefore = least(old, PodState::cpuLimitCores);
    Optional<Double> memoryBefore = least(old, LoweredLimits::memory);
    List<String> details =
        young.stream()
            .flatMap(
                it ->
                    Stream.of(
                        cpuBefore
                            .filter(before -> isLess(it.cpuLimitCores(), before))
                            .filter(before -> isThrottled(symptoms, it))
                            .map(before -> words(it, "cores", it.cpuLimitCores(), before)),
                        memoryBefore
                            .filter(before -> isLess(memory(it), before))
                            .filter(before -> isKilled(it))
                            .map(before -> words(it, "bytes of memory", memory(it), before))))
            .flatMap(Optional::stream)
            .toList();
    return when(!details.isEmpty(), LIMIT_LOWERED_AND_REACHED, details.stream());
  }

  private static List<PodState> of(Symptoms symptoms, Optional<String> newest, boolean wanted) {
    return symptoms.pods().stream()
        .filter(it -> it.revision() != null && newest.isPresent())
        .filter(it -> newest.get().endsWith("-" + it.revision()) == wanted)
        .toList();
  }

  private static Optional<Double> least(List<PodState> pods, Function<PodState, Double> limit) {
    return pods.stream().map(limit).filter(Objects::nonNull).min(Double::compare);
  }

  private static Double memory(PodState pod) {
    return pod.memoryLimitBytes() == null ? null : pod.memoryLimitBytes().doubleValue();
  }

  private static boolean isLess(Double limit, double before) {
    return limit != null && limit < before;
  }

  private static boolean isThrottled(Symptoms symptoms, PodState pod) {
    return symptoms.throttling().stream()
        .filter(it -> it.pod().equals(pod.name()))
        .mapToDouble(PodThrottling::throttledShare)
        .anyMatch(share -> share >= ResourceSigns.THROTTLED);
  }

  private static boolean isKilled(PodState pod) {
    return pod.terminated().filter(it -> KILLED.equals(it.reason())).isPresent();
  }

  private static String words(PodState pod, String unit, double limit, double before) {
    return "%s may use %s %s, those before it %s, and wants for more"
        .formatted(pod.name(), figure(limit), unit, figure(before));
  }

  private static String figure(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
