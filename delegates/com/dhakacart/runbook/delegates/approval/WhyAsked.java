package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;
import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_CHECKS;

import com.dhakacart.runbook.incident.RecoveryCheck;
import org.camunda.bpm.engine.delegate.VariableScope;

/** What went wrong with a change, or that it was made and did not help in time. */
final class WhyAsked {

  private WhyAsked() {}

  /** In words; empty where nothing went wrong. */
  static String of(VariableScope task) {
    return PROBLEM
        .find(task)
        .filter(it -> !it.isEmpty())
        .or(() -> RECOVERY_CHECKS.find(task).flatMap(RecoveryCheck::whyNotInTime))
        .orElse("");
  }
}
