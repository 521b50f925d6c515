package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_ACTIVITY;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;
import static com.dhakacart.runbook.process.IncidentVariables.PLANNED_CHANGE;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.fixtures.Changes;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.process.PhaseSettings;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanRestartTest {

  private static final DatabaseActivity TAKES_CONNECTIONS =
      new DatabaseActivity(
          DatabaseActivity.Access.ACCEPTS,
          null,
          3,
          64,
          97,
          "the settings",
          List.of(),
          List.of(),
          60);

  private final Remediation here = new Remediation();

  @Test
  void poolExhausted_aRestartIsProposed_andKeptUnapproved() {
    here.step.with(OBSERVED, RecordedIncidents.poolExhausted().observations());
    here.step.with(
        seen(DATABASE_ACTIVITY), Answer.of("the database", Remediation.NOW, TAKES_CONNECTIONS));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.RESTART);
    assertThat(here.step.get(PLANNED_CHANGE).command()).isEqualTo("kubectl do");
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).isEmpty();
    assertThat(here.plans.latest(here.incident.key()))
        .hasValueSatisfying(it -> assertThat(it.isApproved()).isFalse());
  }

  @Test
  void databaseIsAway_nothingIsProposed_andTheReasonIsGiven() {
    here.step.with(OBSERVED, RecordedIncidents.databaseDown().observations());
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("The database itself is away", "would not become ready");
    verify(here.cluster, never()).planRestart(any(), any());
  }

  @Test
  void locksThatNobodyCouldAskFor_areWarnedOf() {
    here.step.with(
        OBSERVED, List.of(new Observation(Kind.DATABASE_LOCK_SUSPECTED, "deadlock detected")));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.PROBE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .hasSize(3)
        .anySatisfy(it -> assertThat(it).contains("Locks are suspected"))
        .anySatisfy(it -> assertThat(it).contains("two readings", "makes it worse"))
        .anySatisfy(it -> assertThat(it).contains("pg_blocking_pids", "pg_locks"));
  }

  static List<Answer<DatabaseActivity>> answersThatTellNoLock() {
    return List.of(
        Answer.unknown("the database", Remediation.NOW, "no connection is configured"),
        Answer.unknown("the database", Remediation.NOW, "permission denied"),
        Answer.of(
            "the database",
            Remediation.NOW,
            DatabaseActivity.closed(DatabaseActivity.Access.AWAY, "connection refused", 2)),
        Answer.of(
            "the database",
            Remediation.NOW,
            DatabaseActivity.closed(DatabaseActivity.Access.SILENT, "timed out", 3_000)));
  }

  @Test
  void databaseFellSilentSinceItWasAsked_onePodIsRestartedFirst() {
    here.step.with(
        OBSERVED,
        List.of(
            new Observation(Kind.POOL_EXHAUSTED, "full"),
            new Observation(Kind.DATABASE_SILENT, "timed out")));
    here.step.with(
        seen(DATABASE_ACTIVITY), Answer.of("the database", Remediation.NOW, TAKES_CONNECTIONS));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.PROBE);
  }

  @Test
  void databaseIsSilent_allPodsAreNeverRestartedAtOnce() {
    here.step.with(OBSERVED, List.of(new Observation(Kind.DATABASE_SILENT, "timed out")));
    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> here.noHarm.mustStillNotHarm(here.step.execution(), Remedy.RESTART))
        .withMessageContaining("restarts one pod first");
    here.noHarm.mustStillNotHarm(here.step.execution(), Remedy.PROBE);
  }

  @ParameterizedTest
  @MethodSource("answersThatTellNoLock")
  void databaseDidNotSayWhoWaits_onePodIsRestartedFirst(Answer<DatabaseActivity> answer) {
    here.step.with(OBSERVED, List.of(new Observation(Kind.POOL_EXHAUSTED, "full")));
    here.step.with(seen(DATABASE_ACTIVITY), answer);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.PROBE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .anySatisfy(
            it ->
                assertThat(it)
                    .contains("The database itself could not be asked")
                    .contains(answer.known().map(DatabaseActivity::accessProblem).orElse("")))
        .as("what is unknown says why for itself")
        .noneMatch(it -> !answer.answered() && it.contains(answer.unknownBecause()));
    assertThat(here.plans.latest(here.incident.key()).orElseThrow().plan().otherwise())
        .extracting(Change::id)
        .containsExactly("1-probe-back", "1-pause-back");
    verify(here.cluster, never()).planRestart(any(), any());
  }

  /** One change of a probe alone would be a whole restart, or none at all. */
  @Test
  void partOfTheProbeWouldHaveNoEffect_nothingIsProposed() {
    here.step.with(OBSERVED, List.of(new Observation(Kind.POOL_EXHAUSTED, "full")));
    when(here.view.obstacles(argThat(it -> it != null && it.kind() == ChangeKind.PROBE)))
        .thenReturn(
            Answer.of(
                "objects", Remediation.NOW, List.of(Obstacle.forbidding("The quota is used up"))));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).containsExactly("The quota is used up");
  }

  @Test
  void incidentBeganByAModelThatCannotProbe_isPlannedAsItsModelCan() {
    here.step.ofModel(Bpmn.createExecutableProcess("older").startEvent().endEvent().done());
    here.step.with(OBSERVED, List.of(new Observation(Kind.POOL_EXHAUSTED, "full")));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.RESTART);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {
        "DATABASE_REFUSES_CONNECTIONS",
        "DATABASE_NOT_REACHED",
        "DATABASE_REFUSES_LOGINS",
        "DATABASE_NO_FREE_SLOTS",
        "DATABASE_LOCK_HELD_BY_OTHERS",
        "POOL_FULL_AGAIN_AFTER_RESTART"
      })
  void restartThatWouldDoHarm_isNotProposed_andTheReasonIsGiven(Kind seen) {
    here.step.with(
        OBSERVED, List.of(new Observation(Kind.POOL_EXHAUSTED, "full"), new Observation(seen, "")));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings()).singleElement().asString().isNotBlank();
    verify(here.cluster, never()).planRestart(any(), any());
  }

  static List<Answer<DatabaseActivity>> answersThatTellOfNoFreeSlot() {
    return List.of(
        Answer.unknown("the database", Remediation.NOW, "another look at it did not end in time"),
        Answer.of(
            "the database",
            Remediation.NOW,
            DatabaseActivity.closed(DatabaseActivity.Access.SILENT, "timed out", 3_000)));
  }

  // The health check has its connection, and says nothing of the new ones that a restart wants.
  @ParameterizedTest
  @MethodSource("answersThatTellOfNoFreeSlot")
  void databaseSaidThatItIsFull_andDoesNotSayOtherwise_noRestart_howeverWellThePodsAre(
      Answer<DatabaseActivity> now) {
    databaseWasFull();
    when(here.database.activity(any())).thenReturn(now);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("no free connection", "97 of 97");
  }

  @Test
  void databaseSaidThatItIsFull_andHasRoomAgain_aRestartIsProposed() {
    databaseWasFull();
    when(here.database.activity(any()))
        .thenReturn(Answer.of("the database", Remediation.NOW, TAKES_CONNECTIONS));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.RESTART);
  }

  /** Where the database was never asked, the pods are the only ones who can take it back. */
  @Test
  void podsSaidThatTheDatabaseIsFull_andAreWellAgain_aRestartIsProposed() {
    databaseWasFull();
    here.step.with(
        seen(DATABASE_ACTIVITY),
        Answer.unknown("the database", Remediation.NOW, "no connection is configured"));
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.PROBE);
  }

  @Test
  void podsSaidThatTheDatabaseIsFull_andNoneAnswersNow_noRestart() {
    databaseWasFull();
    here.step.with(
        seen(DATABASE_ACTIVITY),
        Answer.unknown("the database", Remediation.NOW, "no connection is configured"));
    podsSay(null);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
  }

  private void databaseWasFull() {
    here.step.with(
        OBSERVED,
        List.of(
            new Observation(Kind.POOL_EXHAUSTED, "full"),
            new Observation(Kind.DATABASE_NO_FREE_SLOTS, "97 of 97 connections are used")));
    here.step.with(
        seen(DATABASE_ACTIVITY),
        Answer.of(
            "the database",
            Remediation.NOW,
            new DatabaseActivity(
                DatabaseActivity.Access.ACCEPTS,
                null,
                3,
                97,
                97,
                "the settings",
                List.of(),
                List.of(),
                0)));
    podsSay(new PodHealth.DatabaseCheck("healthy", null, 4L, 20, 18, 0));
  }

  private void podsSay(PodHealth.DatabaseCheck database) {
    when(here.health.health(any()))
        .thenReturn(
            Answer.of(
                "/health",
                Remediation.NOW,
                List.of(
                    new PodHealth(
                        "backend-a", "pod proxy", 200, 4, null, database, null, null, null))));
  }

  @Test
  void anotherRolloutRuns_nothingIsProposed_thoughTheEvidenceIsOlder() {
    here.step.with(OBSERVED, RecordedIncidents.poolExhausted().observations());
    here.rollout(RolloutStatus.State.RUNNING, true);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("rollout is running that began after the errors");
  }

  // The restart's mark would go into the broken template, and the old pods would keep their pools.
  @Test
  void anotherRolloutIsStuck_nothingIsProposed_andItIsSaidHowToGetPastIt() {
    here.step.with(OBSERVED, RecordedIncidents.poolExhausted().observations());
    here.rollout(RolloutStatus.State.FAILED, true);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .singleElement()
        .asString()
        .contains("began after the errors", "stuck", "kubectl rollout undo");
  }

  // No pod is ready in an outage, and kubectl rollout status waits for them: that is no rollout.
  @Test
  void podsAreMerelyNotAvailable_aRestartIsProposed() {
    here.step.with(OBSERVED, RecordedIncidents.poolExhausted().observations());
    here.rollout(RolloutStatus.State.RUNNING, false);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.PROBE);
  }

  @Test
  void clusterRefusesOrIsUnreachable_nothingIsProposed_andTheReasonIsGiven() {
    for (RuntimeException failure :
        List.of(
            new ChangeRefused("deployments is forbidden"),
            new ClusterUnavailable("no answer", null))) {
      when(here.cluster.planProbe(any(), any())).thenThrow(failure);
      planner().execute(here.step.execution());
      assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
      assertThat(here.step.get(PLANNED_CHANGE).warnings()).containsExactly(failure.getMessage());
      reset(here.cluster);
    }
  }

  private void plan() {
    when(here.cluster.planRestart(any(), any()))
        .thenAnswer(it -> Changes.change(it.getArgument(1), ChangeKind.RESTART));
    when(here.cluster.planProbe(any(), any()))
        .thenAnswer(it -> Remediation.probe(it.getArgument(1)));
    planner().execute(here.step.execution());
  }

  private PlanRestart planner() {
    return new PlanRestart(
        new RestartDrafts(here.cluster, SettingsOf.type(PhaseSettings.class, Map.of())),
        here.planning,
        here.now);
  }
}
