package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What cannot take effect is not asked for; what limits the effect is said before. */
@Component
class TakingEffect {

  private final ClusterView cluster;

  TakingEffect(ClusterView cluster) {
    this.cluster = cluster;
  }

  /**
   * The draft with the changes that can take effect, and with what stands in their way.
   *
   * @throws ChangeRefused when there are changes, and none of them can, or not all where they are
   *     one
   */
  Draft of(Draft draft, Remedy remedy) {
    List<Change> possible = new ArrayList<>();
    Set<String> forbidden = new LinkedHashSet<>();
    Set<String> warnings = new LinkedHashSet<>(draft.warnings());
    for (Change change : draft.changes()) {
      Answer<List<Obstacle>> obstacles = cluster.obstacles(change);
      List<Obstacle> known = obstacles.known().orElse(List.of());
      if (remedy.restores() || known.stream().noneMatch(Obstacle::forbids)) {
        possible.add(change);
      }
      known.forEach(it -> (it.forbids() ? forbidden : warnings).add(it.what()));
      warnings.addAll(change.warnings());
      if (!obstacles.answered()) {
        warnings.add("What stands against it could not be asked: " + obstacles.unknownBecause());
      }
    }
    boolean tooFew =
        draft.isAllOrNothing() ? possible.size() < draft.changes().size() : possible.isEmpty();
    if (tooFew && !forbidden.isEmpty()) {
      throw new ChangeRefused(String.join(". ", forbidden));
    }
    warnings.addAll(forbidden);
    return draft.with(List.copyOf(warnings), possible);
  }
}
