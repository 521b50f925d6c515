package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Why pods do not run: what the scheduler and the kubelet say, as {@code kubectl describe} shows
 * it.
 */
final class PodHindrances {

  private PodHindrances() {}

  /**
   * @return one sentence for each reason, however many pods it holds back
   */
  static List<String> of(List<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> Stream.concat(ofScheduler(pod), ofKubelet(pod)))
        .distinct()
        .toList();
  }

  /** What the scheduler says of pods that find no place. */
  static List<String> ofScheduler(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(PodHindrances::ofScheduler)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static Stream<String> ofScheduler(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(one -> "PodScheduled".equals(one.getType()) && "False".equals(one.getStatus()))
        .map(PodCondition::getMessage);
  }

  private static Stream<String> ofKubelet(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(one -> one.getState() != null)
        .map(one -> one.getState().getWaiting())
        .filter(Objects::nonNull)
        .map(PodHindrances::sentence);
  }

  private static String sentence(ContainerStateWaiting waiting) {
    return waiting.getMessage() == null
        ? waiting.getReason()
        : waiting.getReason() + ": " + waiting.getMessage();
  }
}
