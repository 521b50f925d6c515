package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.List;

/**
 * One revision of the workload, as {@code kubectl rollout history} lists it.
 *
 * @param replicaSet the ReplicaSet that keeps its template
 * @param images of all its containers, in their order
 * @param changeCause the {@code kubernetes.io/change-cause} annotation; null when absent
 * @param current whether the Deployment's template is this one
 * @param origin what made it, compared with the revision before it
 * @param ranBefore whether its template ran before under an earlier number: a return to it
 */
public record Release(
    long revision,
    String replicaSet,
    List<String> images,
    Instant createdAt,
    String changeCause,
    boolean current,
    Origin origin,
    boolean ranBefore) {

  /** What a revision differs in from the one before it. */
  public enum Origin {
    /** No revision before it is left to compare it with. */
    FIRST,
    /** Something else than the runbook changed the template: a release. */
    RELEASE,
    /** Nothing but the mark of {@code kubectl rollout restart}. */
    RESTART,
    /** The runbook changed it. */
    RUNBOOK
  }

  public Release {
    images = List.copyOf(images);
  }

  /** A release whose template is new. */
  public Release(
      long revision,
      String replicaSet,
      List<String> images,
      Instant createdAt,
      String changeCause,
      boolean current) {
    this(revision, replicaSet, images, createdAt, changeCause, current, Origin.RELEASE, false);
  }
}
