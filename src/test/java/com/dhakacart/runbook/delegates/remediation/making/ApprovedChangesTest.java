package com.dhakacart.runbook.delegates.remediation.making;

import static com.dhakacart.runbook.delegates.remediation.planning.Remediation.NOW;
import static com.dhakacart.runbook.fixtures.Changes.change;
import static com.dhakacart.runbook.process.IncidentVariables.CHANGE_MADE;
import static com.dhakacart.runbook.process.IncidentVariables.CHANGE_ROUNDS;
import static com.dhakacart.runbook.process.IncidentVariables.DRIFT;
import static com.dhakacart.runbook.process.IncidentVariables.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.delegates.remediation.planning.Remediation;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.PhaseSettings;
import com.dhakacart.runbook.process.RunbookContract;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.junit.jupiter.api.Test;

class ApprovedChangesTest {

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final Remediation here = new Remediation();
  private final ApprovedChanges changes =
      new ApprovedChanges(
          here.cluster,
          here.tables.incidents(),
          new PlanUses(here.changes, here.tables.ledger().uses()),
          here.restraints,
          new Attempts(
              SettingsOf.type(PhaseSettings.class, Map.of("runbook.phases.change-attempts", "3")),
              new ChangeCounter(meters)));

  @Test
  void approvedChange_isMade_andNoted() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.clusterObeys();
    make(Remedy.RESTART, ChangeKind.RESTART);
    assertThat(here.step.get(CHANGE_MADE)).isTrue();
    assertThat(here.changes.inEffect(here.incident.key()))
        .extracting(it -> it.applied().change().id())
        .containsExactly("1-restart");
  }

  /** What a change took back is none that a person could undo. */
  @Test
  void probeWasTakenBack_thereIsNothingToUndo() {
    Change probe = change("1-probe", ChangeKind.PROBE);
    here.approved(
        Remedy.PROBE, probe, Remediation.undoing(change("1-probe-back", ChangeKind.PROBE), probe));
    here.clusterObeys();
    make(Remedy.PROBE, ChangeKind.PROBE);
    assertThat(here.changes.inEffect(here.incident.key())).isEmpty();

    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> here.changes.approveUndo("task", here.incident.key(), "oncall"))
        .withMessageContaining("none to undo");
  }

  @Test
  void repeatedStep_notesTheChangeOnce() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.clusterObeys();
    make(Remedy.RESTART, ChangeKind.RESTART);
    make(Remedy.RESTART, ChangeKind.RESTART);
    assertThat(here.changes.inEffect(here.incident.key())).hasSize(1);
  }

  @Test
  void oneChangeOfTwo_isNotAllOfThePlan() {
    here.approved(
        Remedy.MORE_CAPACITY,
        change("1-raise-limits", ChangeKind.RAISE_LIMITS),
        change("1-scale-out", ChangeKind.SCALE_OUT));
    here.clusterObeys();
    make(Remedy.MORE_CAPACITY, ChangeKind.RAISE_LIMITS);
    assertThat(here.step.get(CHANGE_MADE)).isFalse();
    make(Remedy.MORE_CAPACITY, ChangeKind.SCALE_OUT);
    assertThat(here.step.get(CHANGE_MADE)).isTrue();
  }

  @Test
  void planThatNobodyApproved_isRefused_andTheClusterIsNotAsked() {
    here.proposed(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    fails(Remedy.RESTART, RunbookContract.CHANGE_REFUSED);
    verify(here.cluster, never()).apply(any());
  }

  @Test
  void newerPlan_voidsTheApprovalOfTheOneBefore() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.proposed(Remedy.RESTART, change("2-restart", ChangeKind.RESTART));
    fails(Remedy.RESTART, RunbookContract.CHANGE_REFUSED);
    verify(here.cluster, never()).apply(any());
  }

  @Test
  void approvalOfAnotherRemedy_allowsNothing() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    fails(Remedy.ROLLBACK, RunbookContract.CHANGE_REFUSED);
    verify(here.cluster, never()).apply(any());
  }

  @Test
  void clusterRefuses_isRefused_withItsReason() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    when(here.cluster.apply(any())).thenThrow(new ChangeRefused("deployments is forbidden"));
    fails(Remedy.RESTART, RunbookContract.CHANGE_REFUSED);
    assertThat(here.step.get(PROBLEM)).isEqualTo("deployments is forbidden");
  }

  @Test
  void changedSinceApproval_isDrift_withWhatChanged() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    when(here.cluster.apply(any())).thenThrow(new ChangeDrifted("the image is another"));
    fails(Remedy.RESTART, RunbookContract.CHANGE_DRIFTED);
    assertThat(here.step.get(DRIFT)).isEqualTo("the image is another");
  }

  @Test
  void clusterIsUnreachable_triesAgain_andAfterEnoughRoundsIsRefused() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    when(here.cluster.apply(any()))
        .thenThrow(new ClusterUnavailable("no answer from the API server", null));
    make(Remedy.RESTART, ChangeKind.RESTART);
    make(Remedy.RESTART, ChangeKind.RESTART);
    assertThat(here.step.get(CHANGE_MADE)).isFalse();
    assertThat(here.step.get(CHANGE_ROUNDS)).isEqualTo(2);
    fails(Remedy.RESTART, RunbookContract.CHANGE_REFUSED);
    assertThat(here.step.get(CHANGE_ROUNDS)).as("a later change is tried as often").isZero();
  }

  @Test
  void clusterIsUnreachableHalfWay_nextRoundMakesOnlyWhatIsOpen() {
    Change fromEight = change("3-undo-2-scale-out", ChangeKind.SCALE_OUT);
    Change fromSix = change("3-undo-1-scale-out", ChangeKind.SCALE_OUT);
    Change limits = change("3-undo-1-raise-limits", ChangeKind.RAISE_LIMITS);
    List.of("2-scale-out", "1-scale-out", "1-raise-limits").forEach(this::wasMade);
    here.approved(Remedy.UNDO, fromEight, fromSix, limits);
    here.clusterObeys();
    doThrow(new ClusterUnavailable("no answer from the API server", null))
        .doAnswer(it -> Remediation.made(it.getArgument(0)))
        .when(here.cluster)
        .apply(of(limits));

    changes.make(here.step.execution(), Remedy.UNDO, it -> true);
    changes.make(here.step.execution(), Remedy.UNDO, it -> true);

    assertThat(here.step.get(CHANGE_MADE)).isTrue();
    verify(here.cluster).apply(of(fromEight));
    verify(here.cluster).apply(of(fromSix));
  }

  @Test
  void changeThatSucceeds_forgetsWhatFailedBefore() {
    here.step.with(PROBLEM, "no answer").with(DRIFT, "another image").with(CHANGE_ROUNDS, 2);
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.clusterObeys();
    make(Remedy.RESTART, ChangeKind.RESTART);
    assertThat(here.step.get(PROBLEM)).isEmpty();
    assertThat(here.step.get(DRIFT)).isEmpty();
    assertThat(here.step.get(CHANGE_ROUNDS)).isZero();
  }

  @Test
  void everyChange_isCountedOnce_andSoIsEachRefusal() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.clusterObeys();
    make(Remedy.RESTART, ChangeKind.RESTART);
    make(Remedy.RESTART, ChangeKind.RESTART);
    here.tables.ledger().pause().pause("senior", "not now");
    fails(Remedy.RESTART, RunbookContract.CHANGE_REFUSED);
    assertThat(here.step.get(PROBLEM)).contains("by senior: not now");
    assertThat(meters.get("runbook.changes").tag("kind", "RESTART").counter().count()).isOne();
    assertThat(meters.get("runbook.changes").tag("result", "REFUSED").counter().count()).isOne();
    assertThat(meters.get("runbook.changes").tag("kind", "SCALE_OUT").counter().count()).isZero();
  }

  @Test
  void incidentVariableRewritten_changeIsMadeForTheTrueIncident() {
    here.approved(Remedy.RESTART, change("1-restart", ChangeKind.RESTART));
    here.clusterObeys();
    here.step.with(
        "incident",
        new Incident("another-1", here.incident.workload(), "DhakaCartHighErrorRate", NOW));
    make(Remedy.RESTART, ChangeKind.RESTART);
    verify(here.cluster).apply(argThat(use -> use.incident().equals(here.incident.key())));
  }

  private void wasMade(String id) {
    Change change = change(id, ChangeKind.SCALE_OUT);
    here.proposed(Remedy.MORE_CAPACITY, change);
    here.changes.note(
        here.incident.key(),
        here.plans.latest(here.incident.key()).orElseThrow().number(),
        new AppliedChange(change, NOW, "scaled", false));
  }

  private static ApprovedUse of(Change change) {
    return argThat(use -> use != null && use.change().equals(change));
  }

  private void make(Remedy remedy, ChangeKind kind) {
    changes.make(here.step.execution(), remedy, (Change it) -> it.kind() == kind);
  }

  private void fails(Remedy remedy, String code) {
    assertThatExceptionOfType(BpmnError.class)
        .isThrownBy(() -> changes.make(here.step.execution(), remedy, it -> true))
        .satisfies(it -> assertThat(it.getErrorCode()).isEqualTo(code));
  }
}
