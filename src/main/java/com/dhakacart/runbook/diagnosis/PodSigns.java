package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.ONLY_NEW_REVISION_PODS_FAIL;
import static com.dhakacart.runbook.incident.Observation.Kind.ONLY_PODS_OF_ONE_NODE_FAIL;
import static com.dhakacart.runbook.incident.Observation.Kind.SOME_PODS_ARE_WELL;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Release;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which pods fail, and what those have in common that do not. */
final class PodSigns {

  /** A pod that is not ready yet is no failing one. */
  private static final Duration STARTS = Duration.ofMinutes(1);

  private PodSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    List<PodState> failing = symptoms.pods().stream().filter(it -> fails(symptoms, it)).toList();
    List<PodState> well = symptoms.pods().stream().filter(it -> isWell(symptoms, it)).toList();
    return List.of(
        onlyNewRevision(symptoms, failing, well),
        onlyOneNode(failing, well),
        someAreWell(symptoms, failing, well),
        OtherContainers.die(symptoms),
        ReleaseSigns.rollout(symptoms));
  }

  private static Optional<Observation> onlyNewRevision(
      Symptoms symptoms, List<PodState> failing, List<PodState> well) {
    Optional<String> replicaSet =
        symptoms.releases().flatMap(ReleaseSigns::running).map(Release::replicaSet);
    return when(
        replicaSet.isPresent()
            && !failing.isEmpty()
            && !well.isEmpty()
            && failing.stream().allMatch(it -> isOf(it, replicaSet.get()))
            && well.stream().noneMatch(it -> isOf(it, replicaSet.get())),
        ONLY_NEW_REVISION_PODS_FAIL,
        "%d pods of the new revision fail, %d of the old one are well"
            .formatted(failing.size(), well.size()));
  }

  /** Two at least: one pod that fails says nothing of its node. */
  private static Optional<Observation> onlyOneNode(List<PodState> failing, List<PodState> well) {
    Set<String> bad = nodes(failing);
    Set<String> good = nodes(well);
    return when(
        failing.size() >= 2
            && failing.stream().allMatch(it -> it.node() != null)
            && bad.size() == 1
            && !good.isEmpty()
            && !good.containsAll(bad),
        ONLY_PODS_OF_ONE_NODE_FAIL,
        "all %d failing pods run on %s; those on %s are well"
            .formatted(
                failing.size(),
                String.join(", ", bad),
                good.stream().sorted().collect(Collectors.joining(", "))));
  }

  private static Optional<Observation> someAreWell(
      Symptoms symptoms, List<PodState> failing, List<PodState> well) {
    boolean sameRevision =
        failing.stream()
            .allMatch(
                bad -> well.stream().anyMatch(it -> Objects.equals(it.revision(), bad.revision())));
    return when(
        !failing.isEmpty() && sameRevision && well.size() > failing.size(),
        SOME_PODS_ARE_WELL,
        "%d of %d pods fail (%s), %d of the same revision are well"
            .formatted(
                failing.size(),
                symptoms.pods().size(),
                failing.stream().map(PodState::name).limit(3).collect(Collectors.joining(", ")),
                well.size()));
  }

  private static boolean fails(Symptoms symptoms, PodState pod) {
    boolean old = pod.startedAt() != null && !symptoms.within(pod.startedAt(), STARTS);
    return pod.isHeldBack()
        || ResourceSigns.restartedWithin(symptoms, pod, Incident.RECENT)
        || (old && (!pod.ready() || health(symptoms, pod).filter(PodSigns::isUnwell).isPresent()));
  }

  /** What is neither has only just begun, or did not say how it is. */
  private static boolean isWell(Symptoms symptoms, PodState pod) {
    return pod.ready()
        && !fails(symptoms, pod)
        && health(symptoms, pod).filter(PodHealth::well).isPresent();
  }

  private static boolean isUnwell(PodHealth health) {
    return !health.well() && !health.rateLimited();
  }

  private static Optional<PodHealth> health(Symptoms symptoms, PodState pod) {
    return symptoms.health().stream().filter(it -> pod.name().equals(it.pod())).findFirst();
  }

  static boolean isOf(PodState pod, String replicaSet) {
    return pod.revision() != null && replicaSet.endsWith("-" + pod.revision());
  }

  private static Set<String> nodes(List<PodState> pods) {
    return pods.stream().map(PodState::node).filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
