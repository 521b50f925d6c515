package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Autoscaler.Metric;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricValueStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The utilization that an autoscaler scales by, against its target: {@code cpu: 106%/70%} in {@code
 * kubectl get hpa}. Metrics of another kind are left out, since DhakaCart has none.
 */
final class AutoscalerMetrics {

  private AutoscalerMetrics() {}

  static List<Metric> of(HorizontalPodAutoscaler autoscaler) {
    if (autoscaler.getStatus() == null || autoscaler.getStatus().getCurrentMetrics() == null) {
      return List.of();
    }
    Map<String, Integer> targets = new HashMap<>();
    autoscaler
        .getSpec()
        .getMetrics()
        .forEach(
            one -> {
              if (one.getResource() != null) {
                put(targets, one.getResource().getName(), one.getResource().getTarget());
              }
              if (one.getContainerResource() != null) {
                put(
                    targets,
                    one.getContainerResource().getName(),
                    one.getContainerResource().getTarget());
              }
            });
    return autoscaler.getStatus().getCurrentMetrics().stream()
        .flatMap(one -> metric(one, targets).stream())
        .toList();
  }

  private static void put(Map<String, Integer> targets, String name, MetricTarget target) {
    if (target.getAverageUtilization() != null) {
      targets.put(name, target.getAverageUtilization());
    }
  }

  private static Optional<Metric> metric(MetricStatus status, Map<String, Integer> targets) {
    if (status.getResource() != null) {
      return metric(status.getResource().getName(), status.getResource().getCurrent(), targets);
    }
    if (status.getContainerResource() != null) {
      return metric(
          status.getContainerResource().getName(),
          status.getContainerResource().getCurrent(),
          targets);
    }
    return Optional.empty();
  }

  private static Optional<Metric> metric(
      String name, MetricValueStatus current, Map<String, Integer> targets) {
    return targets.containsKey(name) && current.getAverageUtilization() != null
        ? Optional.of(new Metric(name, current.getAverageUtilization(), targets.get(name)))
        : Optional.empty();
  }
}
