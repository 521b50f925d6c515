package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Wellbeing;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ledger.Plans;
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

  private final Incidents incidents;
  private final Plans plans;
  private final RecoverySettings settings;
  private final Clock clock;

  JudgeRecovery(Incidents incidents, Plans plans, RecoverySettings settings, Clock clock) {
    this.incidents = incidents;
    this.plans = plans;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    Instant now = clock.instant();
    Evidence seen = EvidenceParts.assembleAfter(step);
    Wellbeing wellbeing =
        new Wellbeing(settings.errorRatio(), settings.p95(), now.minus(settings.holdFor()));
    List<RecoveryCheck> checks = new ArrayList<>(RECOVERY_CHECKS.find(step).orElse(List.of()));
    checks.add(new RecoveryCheck(now, wellbeing.complaints(seen)));
    EVIDENCE_AFTER.set(step, seen);
    RECOVERY_CHECKS.set(step, checks);
    RECOVERY_HELD.set(
        step,
        RecoveryCheck.wellSince(checks)
            .filter(since -> !since.plus(settings.holdFor()).isAfter(now))
            .isPresent());
    // after a change it gets the phase's whole time
    boolean changed =
        CHANGED_BY_HAND.find(step).orElse(false) || plans.anyMade(incidents.of(step).key());
    boolean lookedWell =
        !ALERT_IS_REAL.find(step).orElse(true) || !STILL_FAILING.find(step).orElse(true);
    FAILS_AGAIN.set(
        step, !changed && RecoveryCheck.failsAgain(checks, settings.failsAgainAfter(), lookedWell));
  }
}
