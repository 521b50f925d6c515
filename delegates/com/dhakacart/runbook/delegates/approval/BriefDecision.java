package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.EvidenceParts.newest;
import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.report.TaskBriefings;
import java.time.Clock;
import java.util.HashMap;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Puts before a person, in the task's own scope, what the decision needs: the form shows it. */
@Component
class BriefDecision implements TaskListener {

  private final TaskBriefings briefings;
  private final BriefPlans plans;
  private final FirstLine firstLine;
  private final Incidents incidents;
  private final IncidentLinks links;
  private final RecoverySettings recovery;
  private final Clock clock;

  BriefDecision(
      TaskBriefings briefings,
      BriefPlans plans,
      FirstLine firstLine,
      Incidents incidents,
      IncidentLinks links,
      RecoverySettings recovery,
      Clock clock) {
    this.briefings = briefings;
    this.plans = plans;
    this.firstLine = firstLine;
    this.incidents = incidents;
    this.links = links;
    this.recovery = recovery;
    this.clock = clock;
  }

  @Override
  public void notify(DelegateTask task) {
    var incident = incidents.of(task);
    var closedAt = incidents.endOf(incident.key()).map(Incidents.End::at).orElse(null);
    var evidence = (closedAt == null ? newest(task) : EVIDENCE.find(task)).orElse(null);
    int waited = WAITED_SECONDS.find(task).orElse(0);
    var briefing = new HashMap<>(firstLine.give(task, incident, closedAt == null));
    briefing.putAll(plans.of(task, incident.key()));
    briefing.putAll(briefings.happened(incident, evidence, waited, closedAt, clock.instant()));
    briefing.putAll(
        briefings.seen(incident, evidence, recovery.errorRatio(), plans.madeAt(incident.key())));
    briefing.putAll(briefings.links(links.of(incident, clock.instant())));
    briefing.put("drift", DRIFT.find(task).orElse(""));
    BRIEFING.setLocal(task, briefing);
  }
}
