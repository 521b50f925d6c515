package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.RunbookContract.*;

import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.RunbookClocks;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Until when a decision is asked for, by the variables that the model's timers read. */
@Component
class Deadlines {

  private static final String NEXT_STEP = "then no change is made, and the next step is decided";
  private static final String REMINDED =
      "then on-call is reminded, every %s, and the senior engineers may decide, too";
  private static final String CALLED =
      "unless the error rate is below %.0f %% by then, the Senior Engineer is called, every %s";

  private final RunbookClocks clocks;
  private final RecoverySettings recovery;
  private final Clock clock;

  Deadlines(RunbookClocks clocks, RecoverySettings recovery, Clock clock) {
    this.clocks = clocks;
    this.recovery = recovery;
    this.clock = clock;
  }

  /** Empty once the incident is over: nobody is called any more. */
  Optional<Deadline> of(DelegateTask task) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return switch (task.getTaskDefinitionKey()) {
      case APPROVE_CHANGE ->
          clocks
              .givesUpAt(task, now)
              .map(it -> new Deadline(it, NEXT_STEP))
              .or(() -> Optional.of(reminded(task, now)));
      case CHOOSE_CAUSE, CHANGE_BY_HAND, DECIDE_NEXT_STEP ->
          clocks.looksForImprovementAt(task, now).map(it -> new Deadline(it, called(task)));
      default -> Optional.empty();
    };
  }

  private Deadline reminded(DelegateTask task, Instant now) {
    return new Deadline(
        clocks.remindsAt(task, now),
        REMINDED.formatted(BriefApprovals.words(clocks.remindsEvery(task))));
  }

  private String called(DelegateTask task) {
    return CALLED.formatted(
        recovery.errorRatio() * 100,
        clocks.looksForImprovementEvery(task).map(BriefApprovals::words).orElseThrow());
  }
}
