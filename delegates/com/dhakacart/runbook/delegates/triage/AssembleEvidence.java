package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.diagnosis.Wellbeing;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.RunbookClocks;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Puts together what was seen, and judges whether the alert is real: it is not only when customers
 * are served and everything answers, soon enough; anything else is investigated. Who starts the
 * runbook without an alert sees what no measure of ours does, and so is never called a false alarm.
 */
@Component
class AssembleEvidence implements JavaDelegate {

  private final RecoverySettings recovery;
  private final RunbookClocks clocks;
  private final Clock clock;

  AssembleEvidence(RecoverySettings recovery, RunbookClocks clocks, Clock clock) {
    this.clocks = clocks;
    this.recovery = recovery;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    Evidence evidence = EvidenceParts.assemble(step);
    Wellbeing wellbeing =
        new Wellbeing(
            recovery.errorRatio(), null, recovery.p95(), clock.instant().minus(Incident.RECENT));
    EVIDENCE.set(step, evidence);
    ASK_AGAIN_AFTER.set(step, clocks.askAgainAfter(1)); // whoever changes something asks soon
    ALERT_IS_REAL.set(
        step, OPENED_BY_ALERT.find(step).isEmpty() || !wellbeing.complaints(evidence).isEmpty());
  }
}
