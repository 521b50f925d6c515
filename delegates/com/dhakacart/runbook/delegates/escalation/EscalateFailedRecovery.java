package com.dhakacart.runbook.delegates.escalation;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Team;
import java.time.Clock;
import java.util.ArrayList;
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
  private final Clock clock;

  EscalateFailedRecovery(Escalations escalations, Clock clock) {
    this.escalations = escalations;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<RecoveryCheck> looks = new ArrayList<>(RECOVERY_CHECKS.find(step).orElse(List.of()));
    String why = PROBLEM.find(step).filter(it -> !it.isEmpty()).orElseGet(() -> lastSeen(looks));
    escalations.call(
        step,
        Team.SENIOR_ENGINEER,
        "not-recovered-" + looks.size(),
        "no recovery" + after(RecoveryCheck.sinceAsked(looks)) + ": " + why);
    // what is measured after this counts anew
    looks.add(RecoveryCheck.notInTime(clock.instant(), why));
    RECOVERY_CHECKS.set(step, looks);
    ALERT_IS_REAL.set(step, true);
  }

  /** Nothing was measured where the change failed. */
  private static String after(int looks) {
    return switch (looks) {
      case 0 -> "";
      case 1 -> " after 1 look";
      default -> " after " + looks + " looks";
    };
  }

  private static String lastSeen(List<RecoveryCheck> looks) {
    if (looks.isEmpty()) {
      return "it could not be measured";
    }
    RecoveryCheck last = looks.get(looks.size() - 1);
    return last.well() ? "it was not well for long enough" : String.join("; ", last.complaints());
  }
}
