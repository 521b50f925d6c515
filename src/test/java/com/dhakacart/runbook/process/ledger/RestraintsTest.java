package com.dhakacart.runbook.process.ledger;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What keeps a plan from being proposed, or an approved one from being made. */
class RestraintsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T23:05:32Z");

  private final Here here = new Here();

  // ---- paused

  @Test
  void paused_approvedPlanIsNotMade_andTheReasonIsGiven() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.tables.ledger().pause().pause("senior", "the database moves");
    refused(() -> here.restraints.mayBeMade(here.incident.key(), Remedy.RESTART))
        .withMessageContaining("by senior: the database moves. What cannot wait is made by hand");
  }

  @Test
  void paused_undoIsNotMadeEither() {
    here.approved(Remedy.UNDO, change("1-undo-1-restart", ChangeKind.RESTART));
    here.tables.ledger().pause().pause("senior", "");
    refused(() -> here.restraints.mayBeMade(here.incident.key(), Remedy.UNDO));
  }

  @Test
  void paused_plansAreStillProposed() {
    here.tables.ledger().pause().pause("senior", "");
    assertThatCode(() -> propose(here.restraints, ChangeKind.RESTART)).doesNotThrowAnyException();
  }

  // ---- budget

  @Test
  void budgetOfTheIncidentIsUsedUp_nothingMoreIsProposedOrMade() {
    Restraints restraints = here.restraints(Map.of("runbook.changes.per-incident", "1"));
    made(Remedy.ROLLBACK, ChangeKind.ROLL_BACK, Duration.ofMinutes(1));
    refused(() -> propose(restraints, ChangeKind.RESTART))
        .withMessageContaining("1 changes were made in this incident already")
        .withMessageContaining("types: kubectl do");
    here.approved(Remedy.RESTART, change("2-restart", ChangeKind.RESTART));
    refused(() -> restraints.mayBeMade(here.incident.key(), Remedy.RESTART));
  }

  @Test
  void planThatHasBegun_isFinished_althoughTheBudgetHoldsOneOnly() {
    Restraints restraints = here.restraints(Map.of("runbook.changes.per-incident", "1"));
    made(Remedy.MORE_CAPACITY, ChangeKind.RAISE_LIMITS, Duration.ofMinutes(1));
    assertThatCode(() -> restraints.mayBeMade(here.incident.key(), Remedy.MORE_CAPACITY))
        .doesNotThrowAnyException();
  }

  @Test
  void budgetOfTheDayIsUsedUp_aDayLaterItIsNot() {
    Restraints restraints = here.restraints(Map.of("runbook.changes.per-day", "1"));
    made(Remedy.ROLLBACK, ChangeKind.ROLL_BACK, Duration.ofHours(23));
    refused(() -> propose(restraints, ChangeKind.RESTART))
        .withMessageContaining("1 changes were made in the last 24 hours already");

    Here later = new Here();
    made(later, Remedy.ROLLBACK, ChangeKind.ROLL_BACK, Duration.ofHours(25));
    assertThatCode(
            () ->
                later
                    .restraints(Map.of("runbook.changes.per-day", "1"))
                    .mustBeProposable(
                        later.incident, 2, Remedy.RESTART, planned(ChangeKind.RESTART)))
        .doesNotThrowAnyException();
  }

  @Test
  void undoAndTakeBack_areNotHeldUpByTheBudgetOrTheCooldown() {
    Restraints restraints = here.restraints(Map.of("runbook.changes.per-incident", "1"));
    made(Remedy.MORE_CAPACITY, ChangeKind.SCALE_OUT, Duration.ofMinutes(1));
    for (Remedy remedy : List.of(Remedy.UNDO, Remedy.TAKE_BACK)) {
      assertThatCode(
              () ->
                  restraints.mustBeProposable(
                      here.incident, 2, remedy, planned(ChangeKind.SCALE_OUT)))
          .doesNotThrowAnyException();
    }
  }

  // ---- cooldown

  @Test
  void sameKindWithinTheCooldown_isNotProposed_otherKindIs() {
    made(Remedy.RESTART, ChangeKind.RESTART, Duration.ofMinutes(29));
    refused(() -> propose(here.restraints, ChangeKind.RESTART))
        .withMessageContaining("RESTART was made at 2026-11-23T22:36:32Z already")
        .withMessageContaining("types: kubectl do");
    assertThatCode(() -> propose(here.restraints, ChangeKind.ROLL_BACK)).doesNotThrowAnyException();
  }

  /** It cannot have helped, and must not keep the cure from being made where it stays. */
  @Test
  void changeThatSomebodyWroteOver_isProposedAgain() {
    made(Remedy.ROLLBACK, ChangeKind.ROLL_BACK, Duration.ofMinutes(1));
    refused(() -> propose(here.restraints, ChangeKind.ROLL_BACK));
    here.changes.reverted(
        here.incident.key(),
        List.of(new Reversal("1-ROLL_BACK", List.of("spec"), "argocd-controller", NOW)));
    assertThatCode(() -> propose(here.restraints, ChangeKind.ROLL_BACK)).doesNotThrowAnyException();
  }

  @Test
  void sameKindAfterTheCooldown_isProposed() {
    made(Remedy.RESTART, ChangeKind.RESTART, Duration.ofMinutes(31));
    assertThatCode(() -> propose(here.restraints, ChangeKind.RESTART)).doesNotThrowAnyException();
  }

  @Test
  void cooldownOfTheSettings_isTaken() {
    made(Remedy.RESTART, ChangeKind.RESTART, Duration.ofMinutes(31));
    Restraints restraints = here.restraints(Map.of("runbook.remediation.cooldown", "1h"));
    refused(() -> propose(restraints, ChangeKind.RESTART)).withMessageContaining("within 60 min");
  }

  @Test
  void undoOfAChange_isNoChangeOfItsKind() {
    made(Remedy.UNDO, ChangeKind.RESTART, Duration.ofMinutes(1));
    assertThatCode(() -> propose(here.restraints, ChangeKind.RESTART)).doesNotThrowAnyException();
  }

  @Test
  void secondNumberOfReplicas_isProposedOnce() {
    made(Remedy.MORE_CAPACITY, ChangeKind.SCALE_OUT, Duration.ofMinutes(12));
    assertThatCode(() -> propose(here.restraints, ChangeKind.SCALE_OUT)).doesNotThrowAnyException();

    made(Remedy.MORE_CAPACITY, ChangeKind.SCALE_OUT, Duration.ofMinutes(1));
    refused(() -> propose(here.restraints, ChangeKind.SCALE_OUT));
  }

  @Test
  void nothingWouldChange_isNotProposed() {
    refused(
            () ->
                here.restraints.mustBeProposable(here.incident, 1, Remedy.MORE_CAPACITY, List.of()))
        .withMessageContaining("already as the plan would make it");
  }

  private void propose(Restraints restraints, ChangeKind kind) {
    restraints.mustBeProposable(
        here.incident, here.plans.nextNumber(here.incident.key()), Remedy.RESTART, planned(kind));
  }

  private void made(Remedy remedy, ChangeKind kind, Duration ago) {
    made(here, remedy, kind, ago);
  }

  private static void made(Here at, Remedy remedy, ChangeKind kind, Duration ago) {
    int number = at.plans.nextNumber(at.incident.key());
    Change change = change(number + "-" + kind, kind);
    at.approved(remedy, change);
    at.changes.note(
        at.incident.key(), number, new AppliedChange(change, NOW.minus(ago), "done", false));
  }

  private static List<Change> planned(ChangeKind kind) {
    return List.of(change("planned", kind));
  }

  private static org.assertj.core.api.ThrowableAssertAlternative<HeldBack> refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return assertThatExceptionOfType(HeldBack.class).isThrownBy(call);
  }

  /** An open incident, and its plans. */
  private static final class Here {

    private final RunbookTables tables = new RunbookTables(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Plans plans = tables.ledger().plans();
    private final MadeChanges changes = tables.ledger().changes();
    private final Restraints restraints = restraints(Map.of());
    private final Incident incident =
        tables
            .openings()
            .open(
                new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
                "DhakaCartHighErrorRate");

    Restraints restraints(Map<String, String> properties) {
      return tables.ledger().restraints(properties);
    }

    /** A plan that somebody approved. */
    void approved(Remedy remedy, Change... changes) {
      plans.keep(
          incident.key(),
          remedy,
          new Plan(Cause.DATABASE_CONNECTIONS, "plan", List.of(changes), List.of(), NOW),
          1);
      tables.ledger().approvals().approve(incident.key(), "oncall");
    }
  }
}
