package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * One revision of the workload, as {@code kubectl rollout history} lists it.
 *
 * @param replicaSet the ReplicaSet that keeps its template
 * @param images of all its containers, in their order
 * @param changeCause the {@code kubernetes.io/change-cause} annotation; null when absent
 * @param template digest of its pod template without the marks of restarts, so that a restart is no
 *     new release
 * @param current whether the Deployment's template is this one
 */
public record Release(
    long revision,
    String replicaSet,
    List<String> images,
    Instant createdAt,
    String changeCause,
    String template,
    boolean current) {

  public Release {
    images = List.copyOf(images);
  }
}
