package com.dhakacart.runbook.delegates.report;

import static com.dhakacart.runbook.fixtures.Changes.change;
import static com.dhakacart.runbook.process.IncidentVariables.ALERT_IS_REAL;
import static com.dhakacart.runbook.process.IncidentVariables.CHANGED_BY_HAND;
import static com.dhakacart.runbook.process.IncidentVariables.ESCALATED;
import static com.dhakacart.runbook.process.IncidentVariables.INCIDENT;
import static com.dhakacart.runbook.process.IncidentVariables.MINUTES_TO_RECOVER;
import static com.dhakacart.runbook.process.IncidentVariables.OUTCOME;
import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_CHECKS;
import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_HELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseIncidentTest {

  private static final Instant OPENED = Instant.parse("2026-11-23T23:05:32Z");
  private static final Workload WORKLOAD =
      new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop");

  private final RunbookTables tables = new RunbookTables(Clock.fixed(OPENED, ZoneOffset.UTC));
  private final Incidents incidents = tables.incidents();
  private final MadeChanges changes = tables.ledger().changes();
  private final Incident incident = tables.openings().open(WORKLOAD, "DhakaCartHighErrorRate");
  private final FakeStep step =
      new FakeStep()
          .with(INCIDENT, incident)
          .with(ALERT_IS_REAL, true)
          .with(RECOVERY_HELD, true)
          .with(RECOVERY_CHECKS, List.of(new RecoveryCheck(OPENED, List.of())));

  @Test
  void recoveryHeld_afterAChange_isRecovered() {
    changeMade();
    assertThat(outcome()).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void recoveryHeld_afterAChangeByHand_isRecovered() {
    step.with(CHANGED_BY_HAND, true);
    assertThat(outcome()).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void recoveryHeld_withoutAnyChange_isByItself() {
    assertThat(outcome()).isEqualTo(Outcome.RECOVERED_BY_ITSELF);
  }

  @Test
  void alertWasNotReal_andItStayedWell_isAFalseAlarm() {
    step.with(ALERT_IS_REAL, false);
    assertThat(outcome()).isEqualTo(Outcome.FALSE_ALARM);
  }

  @Test
  void recoveryNotHeld_isHandedOver_whateverWasChanged() {
    changeMade();
    step.with(RECOVERY_HELD, false);
    assertThat(outcome()).isEqualTo(Outcome.HANDED_OVER);
  }

  @Test
  void recoveryNeverMeasured_isHandedOver() {
    assertThat(outcome(new FakeStep().with(INCIDENT, incident))).isEqualTo(Outcome.HANDED_OVER);
  }

  @Test
  void timeToRecover_endsWhereTheUnbrokenWellRunBegins() {
    step.with(
        RECOVERY_CHECKS,
        List.of(
            new RecoveryCheck(OPENED.plus(Duration.ofMinutes(5)), List.of("p95 is 4 s")),
            new RecoveryCheck(OPENED.plus(Duration.ofMinutes(7)), List.of()),
            new RecoveryCheck(OPENED.plus(Duration.ofMinutes(9)), List.of())));
    outcome();
    assertThat(step.get(MINUTES_TO_RECOVER)).isEqualTo(7);
  }

  @Test
  void nobodyWasCalled_isSaid() {
    outcome();
    assertThat(step.get(ESCALATED)).isFalse();
    step.with(ESCALATED, true);
    outcome();
    assertThat(step.get(ESCALATED)).isTrue();
  }

  @Test
  void serviceIsFree_forItsNextIncident() {
    assertThatExceptionOfType(IncidentAlreadyOpen.class)
        .isThrownBy(() -> tables.openings().open(WORKLOAD, "DhakaCartHighErrorRate"));
    outcome();
    assertThatCode(() -> tables.openings().open(WORKLOAD, "DhakaCartHighErrorRate"))
        .doesNotThrowAnyException();
  }

  private Outcome outcome() {
    return outcome(step);
  }

  private Outcome outcome(FakeStep at) {
    Clock later = Clock.fixed(OPENED.plus(Duration.ofMinutes(12)), ZoneOffset.UTC);
    new CloseIncident(incidents, changes, event -> {}, later).execute(at.execution());
    return at.get(OUTCOME);
  }

  private void changeMade() {
    Change change = change("1-restart", ChangeKind.RESTART);
    tables
        .ledger()
        .plans()
        .keep(
            incident.key(),
            Remedy.RESTART,
            new Plan(Cause.DATABASE_CONNECTIONS, "Restart", List.of(change), List.of(), OPENED),
            1);
    changes.note(incident.key(), 1, new AppliedChange(change, OPENED, "restarted", false));
  }
}
