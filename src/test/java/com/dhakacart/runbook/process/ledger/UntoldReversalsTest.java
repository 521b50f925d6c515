package com.dhakacart.runbook.process.ledger;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static com.dhakacart.runbook.process.IncidentVariables.REVERSALS_TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reversal is put before a person once, whichever node's clock it was noted by. */
class UntoldReversalsTest {

  private final SteppedClock clock = new SteppedClock();
  private final RunbookTables tables = new RunbookTables(clock);
  private final Plans plans = tables.ledger().plans();
  private final String incident =
      tables
          .openings()
          .open(new Workload("shop", "dhakacart", "shop", "shop", 5000, "shop"), "ShopFails")
          .key();
  private final FakeStep step = new FakeStep();
  private final UntoldReversals reversals =
      Ledger.untoldReversals(new MadeChanges(tables.jdbc, plans, clock, event -> {}));

  @BeforeEach
  void twoChangesAreMade() {
    List<Change> both =
        List.of(
            change("1-raise-limits", ChangeKind.RAISE_LIMITS),
            change("1-scale-out", ChangeKind.SCALE_OUT));
    plans.keep(
        incident,
        Remedy.MORE_CAPACITY,
        new Plan(Cause.RESOURCE_EXHAUSTION, "More capacity", both, List.of(), clock.instant()),
        1);
    both.forEach(
        it ->
            tables
                .ledger()
                .changes()
                .note(incident, 1, new AppliedChange(it, clock.instant(), "done", false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void anotherNodeNotesTheSecond_itIsTold_andTheFirstIsNotAgain(int secondsAhead) {
    reverted("1-raise-limits", 0);
    assertThat(told()).hasValueSatisfying(it -> assertThat(it).contains("1-raise-limits"));

    clock.forward(Duration.ofSeconds(1));
    reverted("1-scale-out", secondsAhead);
    assertThat(told())
        .hasValueSatisfying(
            it -> assertThat(it).contains("1-scale-out").doesNotContain("1-raise-limits"));
    assertThat(told()).isEmpty();
  }

  @Test
  void olderVersionToldTheFirst_theSecondAloneIsTold() {
    reverted("1-raise-limits", 0);
    step.with(REVERSALS_TOLD, 1);
    assertThat(told()).isEmpty();

    clock.forward(Duration.ofSeconds(1));
    reverted("1-scale-out", 0);
    assertThat(told())
        .hasValueSatisfying(
            it -> assertThat(it).contains("1-scale-out").doesNotContain("1-raise-limits"));
    assertThat(told()).isEmpty();
  }

  private void reverted(String change, int secondsAhead) {
    Clock itsNode = Clock.offset(clock, Duration.ofSeconds(secondsAhead));
    new MadeChanges(tables.jdbc, plans, itsNode, event -> {})
        .reverted(
            incident,
            List.of(new Reversal(change, List.of("spec"), "argocd-controller", clock.instant())));
  }

  private Optional<String> told() {
    return reversals.tell(step.execution(), incident);
  }
}
