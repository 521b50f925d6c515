package com.dhakacart.runbook.delegates.remediation.probing;

import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** How long a probe may take, counted from its last change. */
@Component
class ProbeTime {

  private final Incidents incidents;
  private final MadeChanges changes;
  private final PhaseSettings phases;
  private final Clock clock;

  ProbeTime(Incidents incidents, MadeChanges changes, PhaseSettings phases, Clock clock) {
    this.incidents = incidents;
    this.changes = changes;
    this.phases = phases;
    this.clock = clock;
  }

  /** Whether no new pod can be expected any more. */
  boolean isLateToStart(DelegateExecution step) {
    return isOver(step, phases.probeStart());
  }

  /** Whether the new pod had all the time that it may take to become well, and to stay so. */
  boolean isOver(DelegateExecution step) {
    return isOver(step, phases.probeStart().plus(phases.probe()));
  }

  /** Whether it was well for as long as a pool takes to fill. */
  boolean isLongEnough(Instant wellSince) {
    return !wellSince.plus(phases.probe()).isAfter(clock.instant());
  }

  private boolean isOver(DelegateExecution step, Duration time) {
    return changes
        .lastMadeAt(incidents.of(step).key())
        .filter(it -> it.plus(time).isBefore(clock.instant()))
        .isPresent();
  }
}
