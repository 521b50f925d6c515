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
 * @param difference from the revision before; null where there is none, or it was not noted
 */
public record Release(
    long revision,
    String replicaSet,
    List<String> images,
    Instant createdAt,
    String changeCause,
    boolean current,
    Origin origin,
    boolean ranBefore,
    Difference difference) {

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

  /**
   * In what a revision differs from the one before it.
   *
   * @param changed what it runs otherwise, such as {@code spec.containers[backend].env[DB_HOST]};
   *     empty where nothing but marks of the pods differs
   * @param lowered limits that it made smaller, such as {@code cpu of backend from 500m to 40m}
   * @param ours whether the runbook made it, by the mark that it left
   */
  public record Difference(List<String> changed, List<String> lowered, boolean ours) {

    public Difference {
      changed = List.copyOf(changed);
      lowered = List.copyOf(lowered);
    }
  }

  /** Whether the runbook is known to have made it. */
  public boolean ours() {
    return difference != null && difference.ours();
  }

  /** Limits that it is known to have made smaller. */
  public List<String> lowered() {
    return difference == null ? List.of() : difference.lowered();
  }

  /** Whether it is known to run the same as the one before it, so that an image's tag decides. */
  public boolean differsInMarksOnly() {
    return difference != null && difference.changed().isEmpty();
  }

  /** A revision of which it is not known what it changed. */
  public Release(
      long revision,
      String replicaSet,
      List<String> images,
      Instant createdAt,
      String changeCause,
      boolean current,
      Origin origin,
      boolean ranBefore) {
    this(revision, replicaSet, images, createdAt, changeCause, current, origin, ranBefore, null);
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
