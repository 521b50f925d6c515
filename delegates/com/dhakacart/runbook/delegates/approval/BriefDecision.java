package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.report.Briefings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Puts before a person, in the task's own scope, what the decision needs: the form shows it. */
@Component
class BriefDecision implements TaskListener {

  private final Briefings briefings;
  private final BriefPlans plans;
  private final Incidents incidents;
  private final IncidentLinks links;
  private final RecoverySettings recovery;
  private final Clock clock;

  BriefDecision(
      Briefings briefings,
      BriefPlans plans,
      Incidents incidents,
      IncidentLinks links,
      RecoverySettings recovery,
      Clock clock) {
    this.briefings = briefings;
    this.plans = plans;
    this.incidents = incidents;
    this.links = links;
    this.recovery = recovery;
    this.clock = clock;
  }

  @Override
  public void notify(DelegateTask task) {
    Incident incident = incidents.of(task);
    Evidence evidence = EVIDENCE.find(task).orElse(null);
    Map<String, String> briefing = new HashMap<>(plans.of(incident.key()));
    briefing.put("happened", briefings.happened(incident, evidence, clock.instant()));
    briefing.put("evidence", briefings.evidence(evidence, recovery.errorRatio()));
    briefing.put("causes", briefings.causes(RANKED_CAUSES.find(task).orElse(List.of())));
    briefing.put("links", briefings.links(links.of(incident, clock.instant())));
    briefing.put("drift", briefings.text(DRIFT.find(task).orElse("")));
    briefing.put("problem", briefings.text(PROBLEM.find(task).orElse("")));
    BRIEFING.setLocal(task, briefing);
  }
}
