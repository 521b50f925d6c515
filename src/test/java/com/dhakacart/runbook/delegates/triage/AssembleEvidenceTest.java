package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.process.IncidentVariables.ALERT_IS_REAL;
import static com.dhakacart.runbook.process.IncidentVariables.ENDPOINTS;
import static com.dhakacart.runbook.process.IncidentVariables.EVIDENCE;
import static com.dhakacart.runbook.process.IncidentVariables.HEALTH;
import static com.dhakacart.runbook.process.IncidentVariables.KEY_ENDPOINTS;
import static com.dhakacart.runbook.process.IncidentVariables.PODS;
import static com.dhakacart.runbook.process.IncidentVariables.TRAFFIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.FakeStep;
import com.dhakacart.runbook.SettingsOf;
import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.process.RecoverySettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssembleEvidenceTest {

  private static final Instant NOW = Instant.parse("2026-11-23T23:08:52Z");

  private final FakeStep step = new FakeStep();

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
    step.with(TRAFFIC, Answer.of("Prometheus", NOW, new Traffic(0, null, null)));
    assertThat(execute()).isTrue();
  }

  @Test
  void whatCouldNotBeAsked_isReal() {
    write(RecordedIncidents.baseline().evidence());
    step.with(HEALTH, Answer.unknown("/health", NOW, "no answer"));
    assertThat(execute()).isTrue();
  }

  @Test
  void nothingWasAsked_isReal() {
    assertThat(execute()).isTrue();
  }

  @Test
  void slowButWithoutErrors_isNotReal() {
    write(RecordedIncidents.baseline().evidence());
    step.with(TRAFFIC, Answer.of("Prometheus", NOW, new Traffic(20, 0.01, 9.0)));
    assertThat(execute()).isFalse();
  }

  @Test
  void evidence_isKeptAsItWasSeen() {
    Evidence seen = RecordedIncidents.badRelease().evidence();
    isReal(seen);
    assertThat(step.get(EVIDENCE).pods()).isEqualTo(seen.pods());
    assertThat(step.get(EVIDENCE).health()).isEqualTo(seen.health());
    assertThat(step.get(EVIDENCE).releases()).as("not asked yet").isNull();
  }

  private boolean isReal(Evidence evidence) {
    write(evidence);
    return execute();
  }

  private void write(Evidence evidence) {
    step.with(PODS, evidence.pods())
        .with(ENDPOINTS, evidence.endpoints())
        .with(HEALTH, evidence.health())
        .with(KEY_ENDPOINTS, evidence.keyEndpoints())
        .with(TRAFFIC, evidence.traffic());
  }

  private boolean execute() {
    new AssembleEvidence(
            SettingsOf.type(RecoverySettings.class, Map.of()), Clock.fixed(NOW, ZoneOffset.UTC))
        .execute(step.execution());
    return step.get(ALERT_IS_REAL);
  }
}
