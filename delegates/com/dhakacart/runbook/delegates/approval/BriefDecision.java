package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.report.Briefings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Puts before a person, in the task's own scope, what the decision needs: the form shows it. */
@Component
class BriefDecision implements TaskListener {

  private final Briefings briefings;
  private final BriefPlans plans;
  private final DecisionTitle title;
  private final Incidents incidents;
  private final IncidentLinks links;
  private final RecoverySettings recovery;
  private final Clock clock;

  BriefDecision(
      Briefings briefings,
      BriefPlans plans,
      DecisionTitle title,
      Incidents incidents,
      IncidentLinks links,
      RecoverySettings recovery,
      Clock clock) {
    this.briefings = briefings;
    this.plans = plans;
    this.title = title;
    this.incidents = incidents;
    this.links = links;
    this.recovery = recovery;
    this.clock = clock;
  }

  @Override
  public void notify(DelegateTask task) {
    var incident = incidents.of(task);
    var closedAt = incidents.endOf(incident.key()).map(Incidents.End::at).orElse(null);
    title.give(task, incident, closedAt == null);
    var evidence = EVIDENCE.find(task).orElse(null);
    var briefing = new HashMap<String, String>(plans.of(task.getId(), incident.key()));
    briefing.put("happened", briefings.happened(incident, evidence, closedAt, clock.instant()));
    briefing.put("evidence", briefings.evidence(evidence, recovery.errorRatio()));
    briefing.put("causes", briefings.causes(RANKED_CAUSES.find(task).orElse(List.of())));
    briefing.put("links", briefings.links(links.of(incident, clock.instant())));
    briefing.put("drift", briefings.text(DRIFT.find(task).orElse("")));
    briefing.put("problem", briefings.text(PROBLEM.find(task).orElse("")));
    BRIEFING.setLocal(task, briefing);
  }
}
