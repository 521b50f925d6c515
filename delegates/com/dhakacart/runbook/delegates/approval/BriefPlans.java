package com.dhakacart.runbook.delegates.approval;

import com.dhakacart.runbook.process.Plans;
import com.dhakacart.runbook.report.Briefings;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a person is shown of the newest plan, and of the changes that an undo would take back. */
@Component
class BriefPlans {

  private final Plans plans;
  private final Briefings briefings;

  BriefPlans(Plans plans, Briefings briefings) {
    this.plans = plans;
    this.briefings = briefings;
  }

  Map<String, String> of(String incident) {
    var plan = plans.latest(incident).map(Plans.Proposal::plan);
    return Map.of(
        "change", plan.map(briefings::change).orElse(""),
        "diff", plan.map(briefings::diff).orElse(""),
        "warnings", plan.map(briefings::warnings).orElse(""),
        "undo", plan.map(briefings::undo).orElse(""),
        "inEffect", undoOfAll(incident));
  }

  private String undoOfAll(String incident) {
    return plans.inEffect(incident).stream()
        .map(it -> briefings.text(it.applied().change().undoCommand()))
        .collect(Collectors.joining("\n\n"));
  }
}
