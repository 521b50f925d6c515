package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_CHECKS;

import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Team;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Error rate should drop below 5% within 5-10 minutes": it did not, so a person decides. */
@Component
class EscalateFailedRecovery implements JavaDelegate {

  private final Escalations escalations;

  EscalateFailedRecovery(Escalations escalations) {
    this.escalations = escalations;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<RecoveryCheck> checks = RECOVERY_CHECKS.find(step).orElse(List.of());
    String last =
        checks.isEmpty()
            ? "recovery could not be measured"
            : String.join("; ", checks.get(checks.size() - 1).complaints());
    escalations.call(
        step,
        Team.SENIOR_ENGINEER,
        "not-recovered-" + checks.size(),
        "no recovery in time: " + last);
  }
}
