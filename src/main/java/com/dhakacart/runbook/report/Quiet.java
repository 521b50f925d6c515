package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.ImageHistory;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which answers say nothing unusual, so that all of them are one line. In doubt an answer is not:
 * nothing that could be a sign is left out. What customers get, when errors began and the releases
 * are shown always.
 */
final class Quiet {

  /** Of a limit, 0 to 1; from there on a person wants to see the figures. */
  private static final double ROOM = 0.8;

  /** As slow as the health endpoint and its checks never are while all is well. */
  private static final long SLOW_MILLIS = 1000;

  private Quiet() {}

  static boolean pods(List<PodState> pods) {
    return !pods.isEmpty()
        && pods.stream().map(PodState::revision).distinct().count() == 1
        && pods.stream()
            .allMatch(
                it ->
                    it.ready()
                        && it.restarts() == 0
                        && it.waitingReason() == null
                        && it.terminated().isEmpty()
                        && it.othersThatDied().isEmpty());
  }

  static boolean nodes(List<NodeState> nodes) {
    return !nodes.isEmpty() && nodes.stream().noneMatch(NodeState::inTrouble);
  }

  static boolean endpoints(List<ServiceEndpoints> services) {
    return !services.isEmpty()
        && services.stream()
            .allMatch(it -> it.ready() > 0 && it.notReady() == 0 && it.ofOthers().isEmpty());
  }

  static boolean routes(List<RouteErrors> routes) {
    return !routes.isEmpty() && routes.stream().allMatch(it -> it.errorsPerSecond() == 0);
  }

  static boolean health(List<PodHealth> pods) {
    return !pods.isEmpty() && pods.stream().allMatch(Quiet::health);
  }

  private static boolean health(PodHealth pod) {
    return pod.well()
        && (pod.overall() == null || pod.overall().equals("healthy"))
        && pod.problem() == null
        && pod.tookMillis() < SLOW_MILLIS
        && (pod.database() == null || database(pod.database()))
        && (pod.redis() == null || "healthy".equals(pod.redis().status()))
        && (pod.memory() == null
            || pod.memory().usagePercent() == null
            || pod.memory().usagePercent() < ROOM * 100);
  }

  private static boolean database(DatabaseCheck check) {
    return "healthy".equals(check.status())
        && check.error() == null
        && (check.responseMillis() == null || check.responseMillis() < SLOW_MILLIS)
        && (check.waitingClients() == null || check.waitingClients() == 0);
  }

  static boolean keyEndpoints(List<EndpointCheck> checks) {
    return !checks.isEmpty()
        && checks.stream()
            .allMatch(
                it ->
                    it.works()
                        && it.status() < 300
                        && it.problem() == null
                        && it.tookMillis() < SLOW_MILLIS);
  }

  /** A backend that exports figures and never sets them says nothing by them. */
  static boolean databaseFigures(List<PodFigures> pods) {
    return !pods.isEmpty()
        && pods.stream()
            .allMatch(
                it ->
                    it.problem() == null
                        && it.figures().values().stream().allMatch(value -> value == 0));
  }

  static boolean databaseActivity(DatabaseActivity activity) {
    return activity.access() == Access.ACCEPTS
        && activity.connectMillis() < SLOW_MILLIS
        && activity.blockers().isEmpty()
        && activity.frozen() == 0
        && activity.slotsUsed() < ROOM * activity.slotsForClients();
  }

  /**
   * @param pods for their limits; without them no figure is known to be usual, and one without a
   *     figure may be the one that has too little
   */
  static boolean usage(List<PodUsage> usage, List<PodState> pods) {
    Map<String, PodState> byName =
        pods.stream().collect(Collectors.toMap(PodState::name, Function.identity(), (a, b) -> a));
    return !usage.isEmpty()
        && usage.stream()
            .map(PodUsage::pod)
            .collect(Collectors.toSet())
            .containsAll(byName.keySet())
        && usage.stream()
            .allMatch(
                it ->
                    within(it.cpuCores(), byName.get(it.pod()), PodState::cpuLimitCores)
                        && within(
                            it.memoryBytes(), byName.get(it.pod()), PodState::memoryLimitBytes));
  }

  private static boolean within(double used, PodState pod, Function<PodState, Number> limit) {
    Number most = pod == null ? null : limit.apply(pod);
    return most != null && used < ROOM * most.doubleValue();
  }

  static boolean throttling(List<PodThrottling> pods) {
    return !pods.isEmpty() && pods.stream().allMatch(it -> it.throttledShare() < 0.01);
  }

  static boolean autoscaling(Autoscaling autoscaling) {
    return autoscaling.replicas() > 0 && autoscaling.owner().map(Quiet::autoscaler).orElse(true);
  }

  private static boolean autoscaler(Autoscaler autoscaler) {
    return autoscaler.problems().isEmpty()
        && autoscaler.metrics().stream().noneMatch(Autoscaler.Metric::over)
        && autoscaler.desiredReplicas() < autoscaler.maxReplicas();
  }

  static boolean rollout(RolloutStatus status) {
    return status.state() == RolloutStatus.State.COMPLETE;
  }

  /**
   * @param pods whose images they are
   */
  static boolean images(List<ImageNote> noted, List<PodState> pods) {
    List<ImageHistory> images = ImageHistory.of(noted, pods);
    return !images.isEmpty() && images.stream().noneMatch(ImageHistory::changed);
  }

  static boolean none(List<?> found) {
    return Objects.requireNonNull(found).isEmpty();
  }
}
