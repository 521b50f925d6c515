package com.dhakacart.runbook.incident;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The workload's revisions.
 *
 * @param all in any order
 * @param rolledOutAt when the rollout of the current revision began; a revision that is rolled back
 *     to keeps its old age, so this is not always its creation
 */
public record Releases(List<Release> all, Instant rolledOutAt) {

  public Releases {
    all = List.copyOf(all);
  }

  public Optional<Release> current() {
    return all.stream().filter(Release::current).findFirst();
  }

  /**
   * The newest other revision, to which a plain {@code kubectl rollout undo} goes back; a planned
   * rollback passes over restarts and the runbook's own revisions.
   */
  public Optional<Release> previous() {
    return all.stream()
        .filter(release -> !release.current())
        .max(Comparator.comparingLong(Release::revision));
  }
}
