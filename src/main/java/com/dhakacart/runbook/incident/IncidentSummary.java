package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the list of incidents. Its field names are a promise to programs.
 *
 * @param phase what the runbook does or waits for; null when it is done
 * @param since when that began; null when it is done
 * @param waitsFor the groups of which somebody has to decide now; empty where nothing waits
 * @param waiting the same, each task with its groups
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
    Instant since,
    List<String> waitsFor,
    List<Waiting> waiting,
    Outcome outcome,
    Cause cause,
    Map<String, String> links) {

  public IncidentSummary {
    waitsFor = List.copyOf(waitsFor);
    waiting = List.copyOf(waiting);
    // keeps the order in which people need them
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
  }

  /**
   * A task that waits for a person.
   *
   * @param task as the model draws it
   * @param groups of which somebody has to decide it
   * @param takenBy who is on it; null while nobody is
   */
  public record Waiting(String task, List<String> groups, String takenBy) {

    public Waiting {
      groups = List.copyOf(groups);
    }
  }
}
