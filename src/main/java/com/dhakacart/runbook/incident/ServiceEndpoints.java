package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * The endpoints behind one Service that selects the workload's pods.
 *
 * @param ready of all its pods, also those of others
 * @param others pods that answer for it and are not the workload's, each with what controls it;
 *     null where there are none
 */
public record ServiceEndpoints(String service, int ready, int notReady, List<String> others) {

  public ServiceEndpoints {
    // left out of what is written down where there are none, as by versions that did not look
    others = others == null || others.isEmpty() ? null : List.copyOf(others);
  }

  public ServiceEndpoints(String service, int ready, int notReady) {
    this(service, ready, notReady, null);
  }

  /** Pods of others that customers reach by the same Service; empty where there are none. */
  public List<String> ofOthers() {
    return others == null ? List.of() : others;
  }
}
