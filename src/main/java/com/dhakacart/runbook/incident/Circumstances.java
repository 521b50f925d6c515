package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * What evidence is read against.
 *
 * @param errorThreshold ratio, 0 to 1, above which errors count
 * @param alertStartedAt when the alert says that it began; the fallback for when the errors began
 * @param seenAt the moment of judgement
 * @param services the service's own label and those of related services: other alerts are evidence
 *     only where they carry one of these
 */
public record Circumstances(
    double errorThreshold, Instant alertStartedAt, Instant seenAt, List<String> services) {

  public Circumstances {
    services = List.copyOf(services);
  }

  /** The same, judged at another moment. */
  public Circumstances at(Instant moment) {
    return new Circumstances(errorThreshold, alertStartedAt, moment, services);
  }
}
