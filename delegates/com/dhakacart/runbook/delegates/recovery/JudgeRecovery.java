package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Wellbeing;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Recovered is what is well in every respect and stays so for as long as the settings say. */
@Component
class JudgeRecovery implements JavaDelegate {

  private final RecoverySettings settings;
  private final Clock clock;
  private final FailsAgain failsAgain;
  private final Arrivals arrivals;

  JudgeRecovery(RecoverySettings settings, Clock clock, FailsAgain failsAgain, Arrivals arrivals) {
    this.settings = settings;
    this.clock = clock;
    this.failsAgain = failsAgain;
    this.arrivals = arrivals;
  }

  @Override
  public void execute(DelegateExecution step) {
    Instant now = clock.instant();
    arrivals.judged(step);
    Evidence seen = EvidenceParts.assembleAfter(step);
    Wellbeing wellbeing =
        new Wellbeing(
            settings.errorRatio(), settings.p95(), settings.p95(), now.minus(settings.holdFor()));
    List<RecoveryCheck> checks = new ArrayList<>(RECOVERY_CHECKS.find(step).orElse(List.of()));
    checks.add(
        RecoveryCheck.next(checks, now, wellbeing.complaints(seen), settings.longestPause()));
    EVIDENCE_AFTER.set(step, seen);
    RECOVERY_CHECKS.set(step, checks);
    RECOVERY_HELD.set(
        step,
        RecoveryCheck.wellSince(checks)
            .filter(since -> !since.plus(settings.holdFor()).isAfter(now))
            .isPresent());
    FAILS_AGAIN.set(step, failsAgain.isSeen(step, checks));
  }
}
