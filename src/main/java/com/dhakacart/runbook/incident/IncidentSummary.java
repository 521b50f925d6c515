package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the list of incidents. Its field names are a promise to programs.
 *
 * @param phase what the runbook does or waits for; null when it is done
 * @param outcome null while the incident is open
 * @param closedAt when the outcome was set; null while open
 * @param cause the one acted upon; null while undecided
 * @param links name to address
 */
public record IncidentSummary(
    String key,
    String service,
    String alertName,
    Instant openedAt,
    Instant closedAt,
    String phase,
    Outcome outcome,
    Cause cause,
    Map<String, String> links) {

  public IncidentSummary {
    // keeps the order in which people need them
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
  }
}
