package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.ledger.Plans;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.spin.plugin.variable.SpinValues;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What people may answer: anything else is refused, the task stays open, nothing has happened. */
class DecisionsTest extends Walking {

  @Autowired Plans plans;

  @Test
  void chooseCause_needsACauseAndAReason() {
    incidentWith(Fault.UNEXPLAINED);
    String task = "userTask_chooseCause";

    refused(task, Map.of(), "cause is ''");
    refused(task, Map.of("cause", "THE_MOON", "reason", "Full."), "cause is 'THE_MOON'");
    refused(
        task,
        Map.of("cause", "THE_MOON", "reason", "Full.", "decision", "APPROVE"),
        "cause is 'THE_MOON'");
    refused(task, Map.of("cause", "NONE_OF_THEM"), "The reason is missing");
    refused(task, Map.of("cause", "NONE_OF_THEM", "reason", "  "), "The reason is missing");
  }

  @Test
  void approveChange_needsADecisionAndWhatBelongsToIt() {
    incidentWith(Fault.BAD_RELEASE);
    String task = "userTask_approveChange";

    refused(task, Map.of(), "decision is ''; answer one of [APPROVE, REJECT");
    refused(task, Map.of("decision", "approve"), "decision is 'approve'");
    refused(task, Map.of("decision", 1), "decision is '1'");
    refused(task, Map.of("decision", "REJECT"), "The reason is missing");
    refused(task, Map.of("decision", "CHOOSE_ANOTHER_CAUSE", "reason", "Why not."), "cause is ''");
    refused(
        task,
        Map.of("decision", "CHOOSE_ANOTHER_CAUSE", "cause", "EXTERNAL_SERVICE"),
        "The reason is missing");
    refused(
        task,
        Map.of("decision", "REJECT", "reason", "x".repeat(4001)),
        "reason has 4001 characters; shorten it to 4000");
    nothingWasChanged();
  }

  @Test
  void decideNextStep_needsADecisionAndAReason() {
    incidentWith(Fault.DATABASE_DOWN);
    String task = "userTask_decideNextStep";

    refused(task, Map.of(), "decision is ''");
    refused(task, Map.of("decision", "HAND_OVER"), "The reason is missing");
    refused(task, Map.of("decision", "TRY_ANOTHER_CAUSE", "reason", "Why not."), "cause is ''");
    refused(task, UNDO, "No change of this incident is in effect");
  }

  @Test
  void approvalOfAPlan_afterAnotherWasMade_isRefused_andChoosingAgainShowsTheNewestOne() {
    incidentWith(Fault.BAD_RELEASE);
    var shown = plans.latest(walk.incident()).orElseThrow();
    plans.keep(walk.incident(), shown.remedy(), shown.plan(), 1);

    refused("userTask_approveChange", APPROVE, "This task shows plan 1, and plan 2 was made since");
    nothingWasChanged();

    walk.decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "CHOOSE_ANOTHER_CAUSE",
                "cause",
                "CODE_DEPLOYMENT",
                "reason",
                "What is planned now?"))
        .approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void changeByHand_needsADecisionAndTheOutput() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.BAD_RELEASE).approve();
    String task = "userTask_changeByHand";

    refused(task, Map.of("output", "done"), "decision is ''; answer one of [DONE, NOT_DONE]");
    refused(task, Map.of("decision", "DONE"), "The output is missing");
  }

  @Test
  void tasksAfterTheIncident_needTheirAnswers() {
    incidentWith(Fault.OUT_OF_MEMORY).fire("event_notImproved").approve().recovers();

    refused("userTask_recordRootCause", Map.of(), "The root cause is missing");
    walk.recordRootCause();
    refused(
        "userTask_approveTakeBack", Map.of(), "decision is ''; answer one of [APPROVE, REJECT]");
    refused("userTask_approveTakeBack", Map.of("decision", "REJECT"), "The reason is missing");
    refused(
        "userTask_schedulePostMortem",
        "senior",
        Map.of(),
        "decision is ''; answer one of [SCHEDULED");
    refused(
        "userTask_schedulePostMortem",
        "senior",
        Map.of("decision", "NOT_NEEDED"),
        "The reason is missing");

    walk.decide("userTask_approveTakeBack", "oncall", APPROVE)
        .decide(
            "userTask_schedulePostMortem",
            "senior",
            Map.of("decision", "NOT_NEEDED", "reason", "It was a drill."));

    refused("userTask_improveRunbook", Map.of(), "The note is missing");
  }

  @Test
  void earlierAnswer_doesNotCountForALaterTask() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of("decision", "REJECT", "reason", "The fix is on its way."));

    refused("userTask_decideNextStep", Map.of(), "decision is ''");
    refused("userTask_decideNextStep", Map.of("decision", "HAND_OVER"), "The reason is missing");
  }

  @Test
  void nobodyIsLoggedInOrAssigned_approvalIsRefused() {
    incidentWith(Fault.BAD_RELEASE);
    String task = walk.task("userTask_approveChange").getId();

    assertThatThrownBy(() -> engine.getTaskService().complete(task, new HashMap<>(APPROVE)))
        .hasRootCauseInstanceOf(DecisionRefused.class)
        .hasStackTraceContaining("claim the task first");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    nothingWasChanged();
  }

  @Test
  void decisionWithoutClaim_isKeptUnderTheNameOfWhoeverDecided() {
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThat(
            engine
                .getHistoryService()
                .createHistoricTaskInstanceQuery()
                .processInstanceId(walk.instance().getId())
                .taskDefinitionKey("userTask_approveChange")
                .singleResult()
                .getAssignee())
        .isEqualTo("oncall");
  }

  @Test
  void otherChangeForgedIntoTheApproval_isNotMade() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "APPROVE",
                "remedy",
                "RESTART",
                "plannedChange",
                "{\"command\":\"kubectl delete deployment/dhakacart-backend\"}"));

    assertThat(world.made()).isEmpty();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.briefing("userTask_changeByHand"))
        .contains("No approved plan: Restart the backend", "kubectl rollout undo")
        .doesNotContain("kubectl delete");
  }

  @Test
  void planForgedIntoTheApproval_whatWasShownIsMade() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "APPROVE",
                "plannedChange",
                "{\"command\":\"kubectl delete deployment/dhakacart-backend\"}"));

    assertThat(world.applied)
        .extracting(it -> it.command())
        .containsExactly("kubectl rollout undo deployment/dhakacart-backend");
  }

  @Test
  void incidentForgedIntoTheApproval_changeIsMadeForTheTrueOne() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "APPROVE",
                "incident",
                SpinValues.jsonValue(
                        """
                        {"key": "another-incident", "alertName": "DhakaCartHighErrorRate",
                         "openedAt": "2026-11-24T00:00:00Z",
                         "workload": {"service": "shop", "namespace": "shop", "deployment": "shop",
                                      "container": "shop", "port": 1, "job": "shop"}}""")
                    .create()));

    assertThat(world.incidents).containsExactly(walk.incident());
  }

  @Test
  void changeForgedIntoARejection_nothingIsMade() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "REJECT",
                "reason",
                "No.",
                "remedy",
                "ROLLBACK",
                "changeMade",
                true,
                "approved",
                true));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    nothingWasChanged();
  }

  @Test
  void undoneAlready_secondUndoIsRefused() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO)
        .fire("event_recoveryTimedOut");

    refused("userTask_decideNextStep", UNDO, "No change of this incident is in effect");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK, ChangeKind.ROLL_BACK);
  }

  @Test
  void raisedByHand_isTakenBackAfterwardsAsIfTheRunbookHadRaisedIt() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.OUT_OF_MEMORY)
        .approve()
        .decide("userTask_changeByHand", "oncall", Map.of("decision", "DONE", "output", "scaled"));
    world.heal();
    walk.recovers().recordRootCause();

    assertThat(walk.openTasks()).contains("userTask_approveTakeBack");
    assertThat(walk.briefing("userTask_approveTakeBack")).contains("undo of: ");
  }

  @Test
  void restartedByHandInVain_isNotProposedAgainMinutesLater() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    world.healsByChange = false;
    incidentWith(Fault.POOL_EXHAUSTED)
        .approve()
        .decide(
            "userTask_changeByHand", "oncall", Map.of("decision", "DONE", "output", "restarted"))
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("was made");
  }

  @Test
  void changedByHandInVain_itCanBeUndone() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .decide("userTask_changeByHand", "oncall", Map.of("decision", "DONE", "output", "undone"))
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(walk.briefing("userTask_changeByHand")).contains("undo of: kubectl rollout undo");
  }

  @Test
  void noDegradationIsConfigured_noneIsProposedAndTheTeamIsCalled() {
    incidentWith(Fault.PAYMENTS_FAIL);

    assertThat(walk.variable("cause")).isEqualTo("EXTERNAL_SERVICE");
    assertThat(walk.instance())
        .isWaitingAt("userTask_decideNextStep")
        .hasPassedInOrder("serviceTask_planDegradation", "serviceTask_callTeam")
        .hasNotPassed("userTask_approveChange");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("ask its provider");
    assertThat(onCall.stages()).containsExactly("help-with-EXTERNAL_SERVICE");
    nothingWasChanged();
  }

  @Test
  void notOfTheGroup_mayNotDecide() {
    incidentWith(Fault.BAD_RELEASE);

    assertThatThrownBy(() -> walk.decide("userTask_approveChange", "senior", APPROVE))
        .isInstanceOf(AuthorizationException.class);
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    nothingWasChanged();
  }

  private void refused(String task, Map<String, Object> answers, String sentence) {
    refused(task, "oncall", answers, sentence);
  }

  private void refused(String task, String user, Map<String, Object> answers, String sentence) {
    assertThatThrownBy(() -> walk.decide(task, user, answers))
        .hasRootCauseInstanceOf(DecisionRefused.class)
        .rootCause()
        .hasMessageContaining(sentence);
    assertThat(walk.openTasks()).contains(task);
  }
}
