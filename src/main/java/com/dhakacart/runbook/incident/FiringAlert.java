package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

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
}
