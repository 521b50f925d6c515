package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Map;

/**
 * One alert of an Alertmanager notification.
 *
 * @param fingerprint names the alert's label set; with {@code startsAt} it names the episode
 * @param name the {@code alertname} label
 * @param service the {@code service} label; null when absent
 * @param severity the {@code severity} label; null when absent
 * @param firing the alert's own status; its group's says nothing about it
 * @param endsAt null while it fires
 */
public record Alert(
    String fingerprint,
    String name,
    String service,
    String severity,
    boolean firing,
    Instant startsAt,
    Instant endsAt,
    Map<String, String> labels,
    Map<String, String> annotations) {

  public Alert {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
