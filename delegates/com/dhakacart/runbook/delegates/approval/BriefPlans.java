package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.RANKED_CAUSES;

import com.dhakacart.runbook.process.ledger.PlanApprovals;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.report.TaskBriefings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** What a person is shown of the newest plan, and of the changes that an undo would take back. */
@Component
class BriefPlans {

  private final Plans plans;
  private final TaskBriefings briefings;
  private final BriefApprovals approvals;
  private final PlanApprovals shown;

  BriefPlans(Plans plans, TaskBriefings briefings, BriefApprovals approvals, PlanApprovals shown) {
    this.plans = plans;
    this.briefings = briefings;
    this.approvals = approvals;
    this.shown = shown;
  }

  Map<String, Object> of(DelegateTask task, String incident) {
    var ranked = RANKED_CAUSES.find(task).orElse(List.of());
    var proposal = plans.latest(incident);
    proposal.ifPresent(it -> shown.shows(task.getId(), incident, it.number()));
    // a person types what is left of it
    var plan = proposal.map(it -> plans.remaining(incident, it));
    var briefing = new HashMap<String, Object>();
    briefing.putAll(briefings.causes(ranked));
    plan.ifPresent(it -> briefing.putAll(briefings.plan(it, ranked)));
    // what speaks against the cause does not speak against taking back what was done for it
    if (proposal.filter(it -> it.remedy().restores()).isPresent()) {
      briefing.put("against", List.of());
    }
    briefing.put("approvals", proposal.map(it -> approvals.given(task, it)).orElse(""));
    briefing.put("waiting", approvals.whileNobodyDecides());
    briefing.put("paused", approvals.pause());
    var problem = approvals.besidesThePause(WhyAsked.of(task));
    briefing.put("problem", plan.map(it -> it.aboveItsCommands(problem)).orElse(problem));
    briefing.putAll(briefings.undo(plans.changesInEffect(incident)));
    return briefing;
  }

  /** When something was changed that still is. */
  List<Instant> madeAt(String incident) {
    return plans.inEffect(incident).stream().map(it -> it.applied().at()).toList();
  }
}
