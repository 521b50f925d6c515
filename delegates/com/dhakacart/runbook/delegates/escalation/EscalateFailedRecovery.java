package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Team;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Error rate should drop below 5% within 5-10 minutes": it did not, or its change failed; a person
 * decides.
 */
@Component
class EscalateFailedRecovery implements JavaDelegate {

  private final Escalations escalations;

  EscalateFailedRecovery(Escalations escalations) {
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    int looks = RECOVERY_CHECKS.find(step).map(List::size).orElse(0);
    escalations.call(
        step,
        Team.SENIOR_ENGINEER,
        "not-recovered-" + step.getActivityInstanceId(),
        "no recovery after %d looks: %s".formatted(looks, why(step)));
  }

  /** A change that failed says so itself; else the last look at recovery does. */
  private static String why(DelegateExecution step) {
    return PROBLEM
        .find(step)
        .filter(it -> !it.isEmpty())
        .or(
            () ->
                RECOVERY_CHECKS
                    .find(step)
                    .map(it -> String.join("; ", it.get(it.size() - 1).complaints())))
        .orElse("it could not be measured");
  }
}
