package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An alert that fires now, from Prometheus or from Alertmanager's webhook.
 *
 * @param startedAt null when the source does not say
 */
public record FiringAlert(String name, String service, String severity, Instant startedAt) {

  /** Whether the incident's own alert is not among them. */
  public static boolean noneOf(List<FiringAlert> firing, Incident incident) {
    return firing.stream()
        .noneMatch(
            it ->
                incident.alertName().equals(it.name())
                    && (it.service() == null
                        || it.service().equals(incident.workload().service())));
  }

  /** "Multiple services are affected": critical alerts of two services or more. */
  @SafeVarargs
  public static boolean severalServices(List<FiringAlert>... firing) {
    return Stream.of(firing)
            .flatMap(Collection::stream)
            .filter(it -> "critical".equals(it.severity()))
            .map(FiringAlert::service)
            .filter(Objects::nonNull)
            .distinct()
            .count()
        > 1;
  }
}
