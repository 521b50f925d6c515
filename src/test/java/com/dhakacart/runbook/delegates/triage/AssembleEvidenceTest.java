package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.ALERT_IS_REAL;
import static com.dhakacart.runbook.process.IncidentVariables.ASK_AGAIN_AFTER;
import static com.dhakacart.runbook.process.IncidentVariables.EVIDENCE;
import static com.dhakacart.runbook.process.IncidentVariables.OPENED_BY_ALERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.diagnosis.RecordedFiles;
import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.RunbookClocks;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssembleEvidenceTest {

  private static final Instant NOW = Instant.parse("2026-11-23T23:08:52Z");

  private FakeStep step = new FakeStep().with(OPENED_BY_ALERT, true);

  @Test
  void customersAreServed_andEverythingAnswers_theAlertIsNotReal() {
    assertThat(isReal(RecordedIncidents.baseline().evidence())).isFalse();
  }

  @Test
  void realIncidents_areReal_alsoThoseWithoutA5xx() {
    assertThat(isReal(RecordedIncidents.badRelease().evidence())).isTrue();
    assertThat(isReal(RecordedIncidents.poolExhausted().evidence())).isTrue();
    assertThat(isReal(RecordedIncidents.databaseDown().evidence())).isTrue();
    assertThat(isReal(RecordedIncidents.externalRefused().evidence())).isTrue();
    assertThat(isReal(RecordedIncidents.memory().evidence())).isTrue();
    assertThat(isReal(RecordedIncidents.redisDown().evidence())).isTrue();
  }

  @Test
  void noTraffic_isReal() {
    write(RecordedIncidents.baseline().evidence());
    step.with(seen(TRAFFIC), Answer.of("Prometheus", NOW, new Traffic(0, null, null)));
    assertThat(execute()).isTrue();
  }

  @Test
  void whatCouldNotBeAsked_isReal() {
    write(RecordedIncidents.baseline().evidence());
    step.with(seen(HEALTH), Answer.unknown("/health", NOW, "no answer"));
    assertThat(execute()).isTrue();
  }

  @Test
  void nothingWasAsked_isReal() {
    assertThat(execute()).isTrue();
  }

  @Test
  void slowButWithoutErrors_isNotReal() {
    write(RecordedIncidents.baseline().evidence());
    step.with(seen(TRAFFIC), Answer.of("Prometheus", NOW, new Traffic(20, 0.01, 9.0)));
    assertThat(execute()).isFalse();
  }

  @Test
  void personStartedIt_isInvestigatedWhateverIsMeasured() {
    step = new FakeStep();
    assertThat(isReal(RecordedIncidents.baseline().evidence())).isTrue();
  }

  /** The real incident in which containers were throttled in all their periods. */
  @Test
  void answersTakeLongerThanTheyMay_isReal_alsoWithoutAnError() {
    Evidence slow = RecordedFiles.real().get("real-cpu").evidence();
    assertThat(slow.known(TRAFFIC).orElseThrow().errorRatio()).isZero();
    assertThat(isReal(slow)).isTrue();
  }

  @Test
  void evidence_isKeptAsItWasSeen() {
    Evidence seen = RecordedIncidents.badRelease().evidence();
    isReal(seen);
    assertThat(step.get(EVIDENCE).of(PODS)).isEqualTo(seen.of(PODS));
    assertThat(step.get(EVIDENCE).of(HEALTH)).isEqualTo(seen.of(HEALTH));
    assertThat(step.get(EVIDENCE).of(RELEASES)).as("not asked yet").isNull();
  }

  private boolean isReal(Evidence evidence) {
    write(evidence);
    return execute();
  }

  private void write(Evidence evidence) {
    step.with(seen(PODS), evidence.of(PODS))
        .with(seen(ENDPOINTS), evidence.of(ENDPOINTS))
        .with(seen(HEALTH), evidence.of(HEALTH))
        .with(seen(KEY_ENDPOINTS), evidence.of(KEY_ENDPOINTS))
        .with(seen(TRAFFIC), evidence.of(TRAFFIC));
  }

  /** In a storm it had been asked less often. */
  @Test
  void whoeverChangesSomethingLater_asksSoon_alsoWhereAllWasAnsweredAtLast() {
    step.with(ASK_AGAIN_AFTER, "PT1M");

    execute();

    assertThat(step.get(ASK_AGAIN_AFTER)).isEqualTo("PT15S");
  }

  private boolean execute() {
    RunbookClocks clocks = mock(RunbookClocks.class);
    when(clocks.askAgainAfter(1)).thenReturn("PT15S");
    new AssembleEvidence(
            SettingsOf.type(RecoverySettings.class, Map.of()),
            clocks,
            Clock.fixed(NOW, ZoneOffset.UTC))
        .execute(step.execution());
    return step.get(ALERT_IS_REAL);
  }
}
