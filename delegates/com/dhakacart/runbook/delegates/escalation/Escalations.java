package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.LinkSettings;
import com.dhakacart.runbook.process.Pages;
import com.dhakacart.runbook.process.Plans;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.report.Briefings;
import java.time.Clock;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** What every page says: the incident, what is known, what was tried, and where to look. */
@Component
class Escalations {

  private final Pages pages;
  private final Plans plans;
  private final Briefings briefings;
  private final LinkSettings links;
  private final RecoverySettings recovery;
  private final Clock clock;

  Escalations(
      Pages pages,
      Plans plans,
      Briefings briefings,
      LinkSettings links,
      RecoverySettings recovery,
      Clock clock) {
    this.pages = pages;
    this.plans = plans;
    this.briefings = briefings;
    this.links = links;
    this.recovery = recovery;
    this.clock = clock;
  }

  /**
   * @param stage why; each stage of an incident is sent once
   */
  void call(DelegateExecution step, Team team, String stage, String summary) {
    Incident incident = INCIDENT.from(step);
    String details =
        briefings.evidence(EvidenceParts.assemble(step), recovery.errorRatio())
            + "\n\n**Tried:** "
            + tried(incident);
    pages.page(
        new Page(
            incident.key(),
            stage,
            team,
            incident.workload().service() + ": " + summary,
            details,
            links.of(incident, clock.instant())));
    ESCALATED.set(step, true);
  }

  private String tried(Incident incident) {
    String commands =
        plans.inEffect(incident.key()).stream()
            .map(Plans.ChangeInEffect::applied)
            .map(AppliedChange::result)
            .map(briefings::text)
            .collect(Collectors.joining("; "));
    return commands.isEmpty() ? "no change was made so far" : commands;
  }
}
