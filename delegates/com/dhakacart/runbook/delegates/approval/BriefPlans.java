package com.dhakacart.runbook.delegates.approval;

import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.process.ledger.PlanApprovals;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.report.Briefings;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a person is shown of the newest plan, and of the changes that an undo would take back. */
@Component
class BriefPlans {

  private final Plans plans;
  private final Briefings briefings;
  private final BriefApprovals approvals;
  private final PlanApprovals shown;

  BriefPlans(Plans plans, Briefings briefings, BriefApprovals approvals, PlanApprovals shown) {
    this.plans = plans;
    this.briefings = briefings;
    this.approvals = approvals;
    this.shown = shown;
  }

  Map<String, String> of(String task, String incident) {
    var proposal = plans.latest(incident);
    proposal.ifPresent(it -> shown.shows(task, incident, it.number()));
    // a person types what is left of it
    var plan = proposal.map(it -> plans.remaining(incident, it));
    return Map.of(
        "inShort", plan.map(this::inShort).orElse(""),
        "approvals", proposal.map(approvals::given).orElse(""),
        "waiting", approvals.whileNobodyDecides(),
        "paused", approvals.pause(),
        "change", plan.map(briefings::change).orElse(""),
        "diff", plan.map(briefings::diff).orElse(""),
        "warnings", plan.map(briefings::warnings).orElse(""),
        "undo", plan.map(briefings::undo).orElse(""),
        "inEffect", undoOfAll(incident));
  }

  private String inShort(Plan plan) {
    String warnings =
        plan.warnings().stream().map(briefings::text).collect(Collectors.joining(" "));
    return "**" + briefings.text(plan.summary()) + ".** " + warnings;
  }

  private String undoOfAll(String incident) {
    return plans.inEffect(incident).stream()
        .map(it -> briefings.text(it.applied().change().undoCommand()))
        .collect(Collectors.joining("\n\n"));
  }
}
