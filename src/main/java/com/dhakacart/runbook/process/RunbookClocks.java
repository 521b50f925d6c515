package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.springframework.stereotype.Component;

/**
 * The times that the model's timers read, from the settings: durations and schedules in ISO-8601.
 */
@Component
public class RunbookClocks {

  /** Longer than any incident. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final PhaseSettings phases;
  private final RecoverySettings recovery;
  private final ApprovalSettings approval;

  RunbookClocks(PhaseSettings phases, RecoverySettings recovery, ApprovalSettings approval) {
    this.phases = phases;
    this.recovery = recovery;
    this.approval = approval;
  }

  /** Sets all of them; the escalation for want of improvement counts from the opening. */
  public void set(VariableScope scope, Instant openedAt) {
    Instant opened = openedAt.truncatedTo(ChronoUnit.SECONDS);
    IMMEDIATE_ACTIONS_TIME.set(scope, phases.immediateActions().toString());
    ASK_AGAIN_AFTER.set(scope, phases.askAgainAfter().toString());
    NOT_IMPROVED_SCHEDULE.set(
        scope, "R/" + opened.plus(phases.investigation()) + "/" + phases.lookAgainEvery());
    LOOK_AGAIN_SCHEDULE.set(scope, "R/" + opened + "/" + recovery.measureEvery());
    REMIND_SCHEDULE.set(scope, "R/" + approval.remindAfter());
    GIVE_UP_AFTER.set(
        scope, (approval.giveUpAfter().isZero() ? NEVER : approval.giveUpAfter()).toString());
    ROLLOUT_CHECK_EVERY.set(scope, phases.rolloutCheckEvery().toString());
    RECOVERY_TIME.set(scope, phases.recovery().toString());
    MEASURE_EVERY.set(scope, recovery.measureEvery().toString());
  }
}
