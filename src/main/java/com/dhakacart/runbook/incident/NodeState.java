package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * A node that pods of the workload run on, as {@code kubectl describe node} shows it.
 *
 * @param ready whether its kubelet answers and takes pods
 * @param pressures what it is short of, such as {@code MemoryPressure}, with since when
 * @param taints what keeps pods away from it, such as {@code
 *     node.kubernetes.io/memory-pressure:NoSchedule}
 */
public record NodeState(String name, boolean ready, List<String> pressures, List<String> taints) {

  public NodeState {
    pressures = List.copyOf(pressures);
    taints = List.copyOf(taints);
  }

  public boolean inTrouble() {
    return !ready || !pressures.isEmpty();
  }
}
