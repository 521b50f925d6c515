package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.ledger.MadeChanges.RecentChange;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A change that was made minutes ago and did not cure is not proposed a second time. */
@Component
class Cooldown {

  private final MadeChanges changes;
  private final CooldownSettings settings;
  private final Clock clock;

  Cooldown(MadeChanges changes, CooldownSettings settings, Clock clock) {
    this.changes = changes;
    this.settings = settings;
    this.clock = clock;
  }

  /** Why these changes come too early; empty when they do not. */
  Optional<String> against(Incident incident, List<Change> planned) {
    List<RecentChange> recent =
        changes.madeSince(incident.workload(), clock.instant().minus(settings.cooldown()));
    return planned.stream()
        .map(Change::kind)
        .filter(kind -> !isSecondStage(kind, incident, recent))
        .flatMap(kind -> recent.stream().filter(it -> it.kind().isSameCureAs(kind)))
        .findFirst()
        .map(
            it ->
                "%s was made at %s already (incident %s), and is not proposed again within %d min; a person has to decide"
                    .formatted(it.kind(), it.at(), it.incident(), settings.cooldown().toMinutes()));
  }

  /** The higher number of replicas is declared as the second plan of the same incident. */
  private static boolean isSecondStage(
      ChangeKind kind, Incident incident, List<RecentChange> recent) {
    List<RecentChange> same = recent.stream().filter(it -> it.kind().isSameCureAs(kind)).toList();
    return kind == ChangeKind.SCALE_OUT
        && same.size() == 1
        && same.get(0).inEffect()
        && same.get(0).incident().equals(incident.key());
  }
}
