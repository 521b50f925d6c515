package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.PODS;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RunbookClocks;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** When an incident among many is looked at: what it waited for, and when it asks again. */
@Component
class Turns {

  /** A look begins within a second where nobody else is looked at. */
  private static final Duration WORTH_SAYING = Duration.ofSeconds(10);

  private final Incidents incidents;
  private final RunbookClocks clocks;

  Turns(Incidents incidents, RunbookClocks clocks) {
    this.incidents = incidents;
    this.clocks = clocks;
  }

  /**
   * Notes for how long the first looks stood behind others: whoever decides must know that what
   * they see is younger than the alert, and why. What is asked again is younger for another reason.
   */
  void noteFirst(DelegateExecution step) {
    seen(PODS)
        .find(step)
        .map(pods -> Duration.between(incidents.of(step).openedAt(), pods.askedAt()))
        .filter(waited -> waited.compareTo(WORTH_SAYING) >= 0)
        .ifPresent(waited -> WAITED_SECONDS.set(step, Math.toIntExact(waited.toSeconds())));
  }

  /** Later in a storm: those who ask for the first time come before. */
  void setNext(DelegateExecution step) {
    ASK_AGAIN_AFTER.set(step, clocks.askAgainAfter(incidents.open()));
  }
}
