package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.process.paging.Pages;
import com.dhakacart.runbook.report.Briefings;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What every page says: the incident, what is known, what was tried, and where to look. */
@Component
class Escalations {

  private final Incidents incidents;
  private final Pages pages;
  private final Plans plans;
  private final Briefings briefings;
  private final RecoverySettings recovery;

  Escalations(
      Incidents incidents,
      Pages pages,
      Plans plans,
      Briefings briefings,
      RecoverySettings recovery) {
    this.incidents = incidents;
    this.pages = pages;
    this.plans = plans;
    this.briefings = briefings;
    this.recovery = recovery;
  }

  /**
   * @param stage why; each stage of an incident is sent once
   */
  void call(DelegateExecution step, Team team, String stage, String summary) {
    Incident incident = incidents.of(step);
    String known = briefings.evidence(EvidenceParts.known(step), recovery.errorRatio());
    String details = known + "\n\n**Tried:** " + tried(incident);
    pages.call(incident, team, stage, summary, details);
    ESCALATED.set(step, true);
  }

  private String tried(Incident incident) {
    String changes =
        plans.inEffect(incident.key()).stream()
            .map(change -> briefings.text(change.applied().result()))
            .collect(Collectors.joining("; "));
    return changes.isEmpty() ? "no change was made so far" : changes;
  }
}
