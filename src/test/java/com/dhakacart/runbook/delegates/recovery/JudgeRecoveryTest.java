package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seenAfter;
import static com.dhakacart.runbook.process.IncidentVariables.FAILS_AGAIN;
import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_CHECKS;
import static com.dhakacart.runbook.process.IncidentVariables.RECOVERY_HELD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ledger.Ledger;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeRecoveryTest {

  private Instant now = Instant.parse("2026-11-23T23:08:52Z");
  private final FakeStep step = new FakeStep();
  private final Incidents incidents = mock(Incidents.class);
  private final MadeChanges changes = mock(MadeChanges.class);

  @BeforeEach
  void incidentIsOpen() {
    Workload workload = new Workload("shop", "shop", "backend", "backend", 5000, "shop");
    when(incidents.of(any(DelegateExecution.class)))
        .thenReturn(new Incident("INC-1", workload, "DhakaCartHighErrorRate", now));
  }

  @Test
  void well_mustHoldForTwoMinutes() {
    seen(RecordedIncidents.baseline().evidence());
    assertThat(held()).isFalse();
    assertThat(heldAfter(30)).isFalse();
    assertThat(heldAfter(60)).isFalse();
    assertThat(heldAfter(29)).isFalse();
    assertThat(heldAfter(1)).isTrue();
  }

  @Test
  void oneBadMeasurement_beginsTheTwoMinutesAnew() {
    seen(RecordedIncidents.baseline().evidence());
    held();
    heldAfter(90);
    step.with(seenAfter(TRAFFIC), Answer.of("Prometheus", now, new Traffic(20, 0.06, 0.1)));
    assertThat(heldAfter(30)).isFalse();
    seen(RecordedIncidents.baseline().evidence());
    assertThat(heldAfter(30)).isFalse();
    assertThat(heldAfter(119)).isFalse();
    assertThat(heldAfter(1)).isTrue();
  }

  /** The runbook or its database was away: nobody knows how the service was meanwhile. */
  @Test
  void nothingWasMeasuredForLonger_beginsTheTwoMinutesAnew() {
    seen(RecordedIncidents.baseline().evidence());
    held();
    assertThat(heldAfter(121)).isFalse();
    assertThat(heldAfter(90)).isFalse();
    assertThat(heldAfter(30)).isTrue();
  }

  @Test
  void noData_isNoRecovery() {
    assertThat(held()).isFalse();
    assertThat(heldAfter(600)).isFalse();
    assertThat(step.get(RECOVERY_CHECKS)).hasSize(2).noneMatch(RecoveryCheck::well);
  }

  @Test
  void slowAnswers_areNoRecovery() {
    seen(RecordedIncidents.baseline().evidence());
    step.with(seenAfter(TRAFFIC), Answer.of("Prometheus", now, new Traffic(20, 0.0, 2.0)));
    held();
    assertThat(heldAfter(600)).isFalse();
    assertThat(step.get(RECOVERY_CHECKS).get(0).complaints())
        .containsExactly("p95 is 2.0 s, not below 2.0 s");
  }

  @Test
  void badThreeTimesAfterItWasWell_failsAgain_andIsSaidOnce() {
    wellThenBad();
    assertThat(failsAgainAfter(30)).isFalse();
    assertThat(failsAgainAfter(30)).isFalse();
    assertThat(failsAgainAfter(30)).isTrue();
    assertThat(failsAgainAfter(30)).isFalse();
  }

  @Test
  void neverWell_doesNotFailAgain() {
    assertThat(failsAgainAfter(30)).isFalse();
    assertThat(failsAgainAfter(30)).isFalse();
    assertThat(failsAgainAfter(30)).isFalse();
    assertThat(failsAgainAfter(30)).isFalse();
  }

  @Test
  void somethingWasChanged_itGetsTheWholeTimeOfThePhase() {
    when(changes.anyMade("INC-1")).thenReturn(true);
    wellThenBad();
    failsAgainAfter(30);
    failsAgainAfter(30);
    assertThat(failsAgainAfter(30)).isFalse();
  }

  private void wellThenBad() {
    seen(RecordedIncidents.baseline().evidence());
    held();
    step.with(seenAfter(TRAFFIC), Answer.of("Prometheus", now, new Traffic(20, 0.06, 0.1)));
  }

  private boolean failsAgainAfter(int seconds) {
    heldAfter(seconds);
    return step.get(FAILS_AGAIN);
  }

  private void seen(Evidence evidence) {
    step.with(seenAfter(PODS), evidence.of(PODS))
        .with(seenAfter(ENDPOINTS), evidence.of(ENDPOINTS))
        .with(seenAfter(HEALTH), evidence.of(HEALTH))
        .with(seenAfter(KEY_ENDPOINTS), evidence.of(KEY_ENDPOINTS))
        .with(seenAfter(TRAFFIC), evidence.of(TRAFFIC));
  }

  private boolean heldAfter(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
    return held();
  }

  private boolean held() {
    RecoverySettings settings = SettingsOf.type(RecoverySettings.class, Map.of());
    new JudgeRecovery(
            settings,
            Clock.fixed(now, ZoneOffset.UTC),
            new FailsAgain(incidents, changes, settings, Ledger.untoldReversals(changes)),
            new Arrivals(incidents))
        .execute(step.execution());
    return step.get(RECOVERY_HELD);
  }
}
