package com.dhakacart.runbook.incident;

import java.util.Map;

/**
 * The database's figures in one pod's {@code /metrics}: what the runbook greps for.
 *
 * @param figures metric name with labels to value; empty when the pod exports none of them
 */
public record PodFigures(String pod, String via, Map<String, Double> figures, String problem) {

  public PodFigures {
    figures = Map.copyOf(figures);
  }
}
