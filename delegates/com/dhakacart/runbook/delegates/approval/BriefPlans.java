package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.RANKED_CAUSES;

import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
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

  private final MadeChanges changes;
  private final TaskBriefings briefings;
  private final BriefApprovals approvals;
  private final PlanApprovals plans;

  BriefPlans(
      MadeChanges changes, TaskBriefings briefings, BriefApprovals approvals, PlanApprovals plans) {
    this.changes = changes;
    this.briefings = briefings;
    this.approvals = approvals;
    this.plans = plans;
  }

  Map<String, Object> of(DelegateTask task, String incident) {
    var ranked = RANKED_CAUSES.find(task).orElse(List.of());
    var proposal = plans.show(task.getId(), incident);
    // a person types what is left of it
    var plan = proposal.map(it -> changes.remaining(incident, it));
    var briefing = new HashMap<>(briefings.causes(ranked));
    plan.ifPresent(it -> briefing.putAll(briefings.plan(it, ranked)));
    // what speaks against the cause does not speak against taking back what was done for it
    proposal
        .filter(it -> it.remedy().restores())
        .ifPresent(it -> briefing.put("against", List.of()));
    briefing.put("approvals", proposal.map(it -> approvals.given(task, it)).orElse(""));
    briefing.put("waiting", approvals.whileNobodyDecides());
    briefing.put("paused", approvals.pause());
    var problem = approvals.besidesThePause(WhyAsked.of(task));
    briefing.put("problem", plan.map(it -> it.aboveItsCommands(problem)).orElse(problem));
    changes.show(task.getId(), incident);
    briefing.putAll(briefings.undo(changes.changesInEffect(incident)));
    return briefing;
  }

  /** When something was changed that still is. */
  List<Instant> madeAt(String incident) {
    return changes.inEffect(incident).stream().map(it -> it.applied().at()).toList();
  }
}
