package com.dhakacart.runbook.delegates.remediation;

import static com.dhakacart.runbook.incident.EvidencePart.DATABASE_ACTIVITY;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;
import static com.dhakacart.runbook.process.IncidentVariables.PLANNED_CHANGE;
import static com.dhakacart.runbook.process.IncidentVariables.REMEDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.diagnosis.RecordedIncidents;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.RESTART);
    assertThat(here.step.get(PLANNED_CHANGE).warnings())
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("Locks are suspected"))
        .anySatisfy(it -> assertThat(it).contains("pg_blocking_pids"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {
        "DATABASE_REFUSES_CONNECTIONS",
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

  // No pod is ready in an outage, and kubectl rollout status waits for them: that is no rollout.
  @Test
  void podsAreMerelyNotAvailable_aRestartIsProposed() {
    here.step.with(OBSERVED, RecordedIncidents.poolExhausted().observations());
    here.rollout(RolloutStatus.State.RUNNING, false);
    plan();
    assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.RESTART);
  }

  @Test
  void clusterRefusesOrIsUnreachable_nothingIsProposed_andTheReasonIsGiven() {
    for (RuntimeException failure :
        List.of(
            new ChangeRefused("deployments is forbidden"),
            new ClusterUnavailable("no answer", null))) {
      when(here.cluster.planRestart(any(), any())).thenThrow(failure);
      new PlanRestart(here.cluster, here.planning).execute(here.step.execution());
      assertThat(here.step.get(REMEDY)).isEqualTo(Remedy.NONE);
      assertThat(here.step.get(PLANNED_CHANGE).warnings()).containsExactly(failure.getMessage());
      reset(here.cluster);
    }
  }

  private void plan() {
    when(here.cluster.planRestart(any(), any()))
        .thenAnswer(it -> Remediation.change(it.getArgument(1), ChangeKind.RESTART));
    new PlanRestart(here.cluster, here.planning).execute(here.step.execution());
  }
}
