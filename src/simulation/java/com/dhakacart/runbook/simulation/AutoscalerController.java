package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerConditionBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a Deployment's replicas where its autoscaler wants them: at least the minimum at once, and
 * back to it when more are asked for, once the window for scaling down has passed. That is why a
 * plain scale does not last. It does not follow CPU and memory: where it would have to, it says
 * that it gets no metrics, as a real one does when pods are not ready.
 */
class AutoscalerController implements Controller {

  private final ObjectStore store;
  private final WorldClock clock;
  private final Kubelet kubelet;
  private final Duration scaleDownAfter;
  private final Map<String, Instant> aboveSince = new HashMap<>();

  AutoscalerController(
      ObjectStore store, WorldClock clock, Kubelet kubelet, Duration scaleDownAfter) {
    this.store = store;
    this.clock = clock;
    this.kubelet = kubelet;
    this.scaleDownAfter = scaleDownAfter;
  }

  @Override
  public void reconcile() {
    store.list(HorizontalPodAutoscaler.class).forEach(this::reconcile);
  }

  private void reconcile(HorizontalPodAutoscaler autoscaler) {
    store
        .find(
            Deployment.class,
            autoscaler.getMetadata().getNamespace(),
            autoscaler.getSpec().getScaleTargetRef().getName())
        .ifPresent(deployment -> reconcile(autoscaler, deployment));
  }

  private void reconcile(HorizontalPodAutoscaler autoscaler, Deployment deployment) {
    int minimum = autoscaler.getSpec().getMinReplicas();
    int replicas = deployment.getSpec().getReplicas();
    int desired = Math.min(minimum, autoscaler.getSpec().getMaxReplicas());
    String key = autoscaler.getMetadata().getUid();

    if (replicas <= desired) {
      aboveSince.remove(key);
    }
    Instant above = replicas > desired ? aboveSince.computeIfAbsent(key, k -> clock.now()) : null;
    boolean due =
        replicas < desired || above != null && !clock.now().isBefore(above.plus(scaleDownAfter));
    // 0 replicas switch an autoscaler off.
    if (due && replicas > 0) {
      store.save(
          new DeploymentBuilder(deployment).editSpec().withReplicas(desired).endSpec().build());
      writeStatus(autoscaler, replicas, desired);
    } else {
      writeStatus(autoscaler, replicas, Math.max(replicas, desired));
    }
  }

  private void writeStatus(HorizontalPodAutoscaler autoscaler, int current, int desired) {
    boolean lower = desired <= autoscaler.getSpec().getMinReplicas();
    List<MetricStatus> metrics = metrics(autoscaler);
    store.save(
        new HorizontalPodAutoscalerBuilder(autoscaler)
            .withNewStatus()
            .withCurrentReplicas(current)
            .withDesiredReplicas(desired)
            .withCurrentMetrics(metrics)
            .withConditions(
                condition(
                    autoscaler,
                    "AbleToScale",
                    "True",
                    "ReadyForNewScale",
                    "recommended size matches current size"),
                scalingActive(autoscaler, !metrics.isEmpty()),
                condition(
                    autoscaler,
                    "ScalingLimited",
                    lower ? "True" : "False",
                    lower ? "TooFewReplicas" : "DesiredWithinRange",
                    lower
                        ? "the desired replica count is less than the minimum replica count"
                        : "the desired count is within the acceptable range"))
            .endStatus()
            .build());
  }

  private HorizontalPodAutoscalerCondition scalingActive(
      HorizontalPodAutoscaler autoscaler, boolean active) {
    return active
        ? condition(
            autoscaler,
            "ScalingActive",
            "True",
            "ValidMetricFound",
            "the HPA was able to successfully calculate a replica count")
        : condition(
            autoscaler,
            "ScalingActive",
            "False",
            "FailedGetResourceMetric",
            "the HPA was unable to compute the replica count: failed to get cpu utilization: did"
                + " not receive metrics for targeted pods (pods might be unready)");
  }

  /** Empty where they would make a real autoscaler scale out. */
  private List<MetricStatus> metrics(HorizontalPodAutoscaler autoscaler) {
    Kubelet.Utilization used = kubelet.utilization();
    List<MetricStatus> metrics = new ArrayList<>();
    for (MetricSpec spec : autoscaler.getSpec().getMetrics()) {
      String name = spec.getResource().getName();
      int percent = name.equals("cpu") ? used.cpuPercent() : used.memoryPercent();
      if (percent > spec.getResource().getTarget().getAverageUtilization()) {
        return List.of();
      }
      metrics.add(metric(name, percent));
    }
    return metrics;
  }

  private static MetricStatus metric(String name, int percent) {
    return new MetricStatusBuilder()
        .withType("Resource")
        .withNewResource()
        .withName(name)
        .withNewCurrent()
        .withAverageUtilization(percent)
        .endCurrent()
        .endResource()
        .build();
  }

  private HorizontalPodAutoscalerCondition condition(
      HorizontalPodAutoscaler autoscaler,
      String type,
      String status,
      String reason,
      String message) {
    HorizontalPodAutoscalerStatus before = autoscaler.getStatus();
    if (before != null && before.getConditions() != null) {
      for (HorizontalPodAutoscalerCondition last : before.getConditions()) {
        if (last.getType().equals(type)
            && last.getStatus().equals(status)
            && last.getReason().equals(reason)) {
          return last;
        }
      }
    }
    return new HorizontalPodAutoscalerConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(clock.stamp())
        .build();
  }
}
