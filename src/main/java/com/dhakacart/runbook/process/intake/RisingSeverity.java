package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Incidents.StoredEpisode;
import com.dhakacart.runbook.process.Severities;
import com.dhakacart.runbook.process.SeverityRose;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Says so when an alert that joins an incident is worse than those that it had. */
@Component
class RisingSeverity {

  private final Incidents incidents;
  private final Severities severities;
  private final ApplicationEventPublisher events;

  RisingSeverity(Incidents incidents, Severities severities, ApplicationEventPublisher events) {
    this.incidents = incidents;
    this.severities = severities;
    this.events = events;
  }

  /** How urgent the incident is that this alert opens. */
  int urgency(Alert alert) {
    return severities.urgency(alert.severity());
  }

  /** What the alerts of an incident have said so far. */
  Said said(String incident) {
    List<StoredEpisode> firsts = incidents.firstOfEachSeverity(incident);
    return new Said(!firsts.isEmpty(), severities.worst(firsts).orElse(null));
  }

  /**
   * Whoever started an incident by hand said nothing of how bad it is, so that its first alert is
   * no worse than anything.
   *
   * @param before what was said until now
   * @return what is said with it
   */
  Said joins(Alert alert, String incident, Said before) {
    if (!severities.isWorse(alert.severity(), before.severity())) {
      return new Said(true, before.severity());
    }
    if (before.anything()) {
      events.publishEvent(new SeverityRose(incident, alert, before.severity()));
    }
    return new Said(true, alert.severity());
  }

  /**
   * @param anything whether there was an alert at all
   * @param severity the worst; null where none said any
   */
  record Said(boolean anything, String severity) {}
}
