package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.SeverityRose;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Tells on-call that an incident is worse than it was when they were called. */
@Component
class SeverityPager {

  private final Incidents incidents;
  private final Pages pages;

  SeverityPager(Incidents incidents, Pages pages) {
    this.incidents = incidents;
    this.pages = pages;
  }

  /** With the alert, or not at all: a crash right after it must not swallow the page. */
  @EventListener
  void record(SeverityRose rose) {
    // opened by a version that did not keep it: its report says it
    incidents.find(rose.incident()).ifPresent(it -> record(it, rose));
  }

  private void record(Incident incident, SeverityRose rose) {
    String from = Objects.requireNonNullElse(rose.from(), "not said");
    pages.record(
        incident,
        Team.ON_CALL,
        stage(rose),
        "the severity rises from %s to %s: %s fires"
            .formatted(from, rose.by().severity(), rose.by().name()),
        """
        The alert %s of %s joined this incident and is more severe than what it had: %s, and before %s.

        It goes on by the runbook that it was opened with, %s."""
            .formatted(
                rose.by().name(),
                incident.workload().service(),
                rose.by().severity(),
                from,
                incident.alertName()));
  }

  @TransactionalEventListener
  void send(SeverityRose rose) {
    pages.sendRecorded(rose.incident(), stage(rose));
  }

  private static String stage(SeverityRose rose) {
    return "severity " + rose.by().severity().toLowerCase(Locale.ROOT);
  }
}
