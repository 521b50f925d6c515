package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.paging.Pages;
import com.dhakacart.runbook.report.Briefings;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What every page says: the incident, what is known, what was tried, and where to look. */
@Component
class Escalations {

  private final Incidents incidents;
  private final Pages pages;
  private final Tried tried;
  private final Briefings briefings;
  private final RecoverySettings recovery;

  Escalations(
      Incidents incidents,
      Pages pages,
      Tried tried,
      Briefings briefings,
      RecoverySettings recovery) {
    this.incidents = incidents;
    this.pages = pages;
    this.tried = tried;
    this.briefings = briefings;
    this.recovery = recovery;
  }

  /**
   * @param stage why; each stage of an incident is sent once. Made of what a repeated step finds
   *     again, and so not of the activity instance's id, which is new each time
   */
  void call(DelegateExecution step, Team team, String stage, String summary) {
    Incident incident = incidents.of(step);
    String known = briefings.evidence(EvidenceParts.known(step), recovery.errorRatio());
    String details = known + "\n\n**Tried:** " + tried.inWords(incident);
    pages.call(incident, team, stage, summary, details);
    ESCALATED.set(step, true);
  }
}
