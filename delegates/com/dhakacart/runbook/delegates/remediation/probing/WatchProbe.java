package com.dhakacart.runbook.delegates.remediation.probing;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.delegates.remediation.planning.LockQuestion;
import com.dhakacart.runbook.incident.ProbeState;
import java.time.Clock;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** One look at the new pod of a probe; the model waits between two. */
@Component
class WatchProbe implements JavaDelegate {

  private final LookAtProbe look;
  private final ProbeTime time;
  private final Clock clock;

  WatchProbe(LookAtProbe look, ProbeTime time, Clock clock) {
    this.look = look;
    this.time = time;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    if (PROBE.find(step).filter(it -> it != ProbeState.PAUSED).isPresent()) {
      return; // it is decided, and what follows could not be done at once
    }
    Instant now = clock.instant(); // slow answers are as old as the question
    ProbeLook seen = look.at(step);
    if (!seen.against().isEmpty()) {
      doesNotHelp(step, "the new pod showed it: " + seen.against());
    } else if (seen.well()) {
      goesOn(step, now);
    } else {
      PROBE_WELL_SINCE.set(step, "");
      if (time.isOver(step)) {
        doesNotHelp(step, "the new pod did not become and stay well in time: " + seen.state());
      }
    }
  }

  private void goesOn(DelegateExecution step, Instant now) {
    Instant since =
        PROBE_WELL_SINCE.find(step).filter(it -> !it.isEmpty()).map(Instant::parse).orElse(now);
    PROBE_WELL_SINCE.set(step, since.toString());
    if (time.isLongEnough(since)) {
      PROBE.set(step, ProbeState.HELPS);
    }
  }

  private static void doesNotHelp(DelegateExecution step, String because) {
    PROBE.set(step, ProbeState.DOES_NOT_HELP);
    PROBE_FOUND.set(step, LockQuestion.found(because));
  }
}
