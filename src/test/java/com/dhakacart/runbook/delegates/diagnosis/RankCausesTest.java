package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.Cause.CODE_DEPLOYMENT;
import static com.dhakacart.runbook.incident.Cause.DATABASE_CONNECTIONS;
import static com.dhakacart.runbook.incident.Cause.EXTERNAL_SERVICE;
import static com.dhakacart.runbook.incident.Cause.NONE_OF_THEM;
import static com.dhakacart.runbook.incident.Cause.RESOURCE_EXHAUSTION;
import static com.dhakacart.runbook.process.IncidentVariables.CAUSE;
import static com.dhakacart.runbook.process.IncidentVariables.CAUSE_IS_CLEAR;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;
import static com.dhakacart.runbook.process.IncidentVariables.RANKED_CAUSES;
import static com.dhakacart.runbook.process.IncidentVariables.RULES_THAT_HIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.diagnosis.Recording;
import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.model.Runbook;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real table and this step make of what was seen in real incidents. */
class RankCausesTest {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
  private static final DmnDecision TABLE =
      ENGINE.parseDecision(
          "weighObservations",
          Dmn.readModelFromFile(Runbook.HIGH_ERROR_RATE.file("weighObservations.dmn").toFile()));

  private final FakeStep step = new FakeStep();

  static Stream<Arguments> incidents() {
    return Stream.of(
        arguments("bad-release", RecordedIncidents.badRelease(), CODE_DEPLOYMENT),
        arguments("db-pool", RecordedIncidents.poolExhausted(), DATABASE_CONNECTIONS),
        arguments("db-down", RecordedIncidents.databaseDown(), DATABASE_CONNECTIONS),
        arguments("external-refused", RecordedIncidents.externalRefused(), EXTERNAL_SERVICE),
        arguments("redis-down", RecordedIncidents.redisDown(), EXTERNAL_SERVICE),
        arguments("memory", RecordedIncidents.memory(), RESOURCE_EXHAUSTION));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incidents")
  void realIncident_itsCauseIsFirst_andClear(String name, Recording incident, Cause cause) {
    rank(incident.observations());
    assertThat(step.get(RANKED_CAUSES).get(0).cause())
        .as("%s", step.get(RANKED_CAUSES))
        .isEqualTo(cause);
    assertThat(step.get(CAUSE_IS_CLEAR)).as("%s", step.get(RANKED_CAUSES)).isTrue();
    assertThat(step.get(CAUSE)).isEqualTo(cause);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("incidents")
  void everyRuleThatHit_saysWhatWasSeen(String name, Recording incident, Cause cause) {
    rank(incident.observations());
    assertThat(step.get(RANKED_CAUSES))
        .flatExtracting(RankedCause::rules)
        .isNotEmpty()
        .allSatisfy(
            hit -> {
              assertThat(hit.reason()).isNotBlank();
              assertThat(hit.detail()).as(hit.observation()).isNotBlank();
            });
  }

  @Test
  void nothingIsWrong_noCauseIsClear_aPersonChooses() {
    rank(RecordedIncidents.baseline().observations());
    assertThat(step.get(CAUSE_IS_CLEAR)).as("%s", step.get(RANKED_CAUSES)).isFalse();
    assertThat(step.get(CAUSE)).isEqualTo(NONE_OF_THEM);
  }

  @Test
  void nothingIsKnown_noCauseIsClear_aPersonChooses() {
    rank(List.of());
    assertThat(step.get(CAUSE_IS_CLEAR)).isFalse();
    assertThat(step.get(CAUSE)).isEqualTo(NONE_OF_THEM);
    assertThat(step.get(RANKED_CAUSES)).hasSize(4);
  }

  @Test
  void evidenceThatContradictsItself_isNotClear() {
    rank(
        List.of(
            new Observation(Observation.Kind.DATABASE_REFUSES_CONNECTIONS, "refused"),
            new Observation(Observation.Kind.ERRORS_BEGAN_WITH_ROLLOUT, "with the release")));
    assertThat(step.get(CAUSE_IS_CLEAR)).isFalse();
  }

  private void rank(List<Observation> observed) {
    var hits =
        ENGINE
            .evaluateDecisionTable(
                TABLE,
                Variables.putValue(
                    "observations", observed.stream().map(it -> it.kind().name()).toList()))
            .getResultList();
    step.with(OBSERVED, observed).with(RULES_THAT_HIT, hits);
    new RankCauses().execute(step.execution());
  }
}
