package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.incident.Change;
import java.util.List;

/**
 * A restart that begins with one pod, and what takes it back.
 *
 * @param changes the restart of one pod, the pause once that pod exists, and the rest
 * @param otherwise in place of the rest, where the new pod shows that a restart does not help
 */
public record Probe(List<Change> changes, List<Change> otherwise) {

  public Probe {
    changes = List.copyOf(changes);
    otherwise = List.copyOf(otherwise);
  }
}
