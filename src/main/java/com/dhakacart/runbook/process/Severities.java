package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.Incidents.StoredEpisode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * How severe an incident is: as the worst of its alerts says, whichever came first. An alert of
 * another runbook joins the open incident of its service, and may be worse than what opened it.
 */
@Component
public class Severities {

  private final Incidents incidents;
  private final SeveritySettings settings;

  Severities(Incidents incidents, SeveritySettings settings) {
    this.incidents = incidents;
    this.settings = settings;
  }

  /** The worst among the alerts of an incident; empty where none said any. */
  public Optional<String> of(Incident incident) {
    return worst(incidents.firstOfEachSeverity(incident.key(), incident.alertName()));
  }

  /** The worst among them; the first of several as bad. */
  public Optional<String> worst(List<StoredEpisode> episodes) {
    return episodes.stream()
        .map(StoredEpisode::severity)
        .filter(Objects::nonNull)
        .reduce((one, other) -> isWorse(other, one) ? other : one);
  }

  /**
   * @param severity null where an alert says none
   * @param than the same
   */
  public boolean isWorse(String severity, String than) {
    return rank(severity) > rank(than);
  }

  /** "Multiple services are affected": alerts of the worst severity of two services or more. */
  public boolean severalServices(List<FiringAlert> told, List<FiringAlert> measured) {
    return Stream.concat(told.stream(), measured.stream())
            .filter(it -> urgency(it.severity()) == mostUrgent())
            .map(FiringAlert::service)
            .filter(Objects::nonNull)
            .distinct()
            .count()
        > 1;
  }

  /**
   * How often the severity rose, oldest first.
   *
   * @return none for the alert that opened it: it rose from nothing
   */
  public List<Rise> rises(Incident incident) {
    List<Rise> rises = new ArrayList<>();
    List<StoredEpisode> before = new ArrayList<>();
    for (StoredEpisode next : inOrder(incident)) {
      String worst = worst(before).orElse(null);
      if (!before.isEmpty() && isWorse(next.severity(), worst)) {
        rises.add(new Rise(next, worst));
      }
      before.add(next);
    }
    return rises;
  }

  /** What opened it was noted first, be it in the same moment as others. */
  private List<StoredEpisode> inOrder(Incident incident) {
    return incidents.firstOfEachSeverity(incident.key(), incident.alertName()).stream()
        .sorted(
            Comparator.comparing(StoredEpisode::receivedAt)
                .thenComparing(it -> !it.name().equals(incident.alertName())))
        .toList();
  }

  /**
   * How urgent an incident is among others: 0 where the severity is none of the settings' words,
   * and one more with each word, up to {@link #mostUrgent}.
   *
   * @param severity null where an alert says none
   */
  public int urgency(String severity) {
    return rank(severity) + 1;
  }

  /** The worst there is; a person who starts a runbook waits for it. */
  public int mostUrgent() {
    return settings.order().size();
  }

  private int rank(String severity) {
    return severity == null ? -1 : settings.order().indexOf(severity.toLowerCase(Locale.ROOT));
  }

  /**
   * @param by the alert that is worse than all before it
   * @param from what the worst before it said; null where none said any
   */
  public record Rise(StoredEpisode by, String from) {}
}
