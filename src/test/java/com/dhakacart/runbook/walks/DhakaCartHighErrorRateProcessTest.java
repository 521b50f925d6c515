package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.process.ledger.ChangePause;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * One test for each path through the picture. What is not passed by one of them fails the build:
 * {@link ModelCoverage}.
 */
@Import(ModelCoverage.class)
@TestPropertySource(
    properties = {
      "runbook.remediation.degradation.description=Orders are taken, and paid for later",
      "runbook.remediation.degradation.resource=configmaps",
      "runbook.remediation.degradation.name=dhakacart-config",
      "runbook.remediation.degradation.patch={\"data\":{\"PAYMENTS\":\"later\"}}"
    })
class DhakaCartHighErrorRateProcessTest extends Walking {

  @Autowired ChangePause pause;

  // ---- the four causes

  @Test
  void badRelease_approved_isRolledBackAndReported() {
    incidentWith(Fault.BAD_RELEASE);

    assertThat(walk.variable("cause")).isEqualTo("CODE_DEPLOYMENT");
    assertThat(walk.instance()).isWaitingAt("userTask_approveChange");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve().recovers().documentIt();

    assertThat(walk.instance())
        .isEnded()
        .hasPassedInOrder(
            "serviceTask_openIncident",
            "serviceTask_assembleEvidence",
            "serviceTask_checkRecentRelease",
            "businessRuleTask_weighObservations",
            "serviceTask_planRollback",
            "userTask_approveChange",
            "serviceTask_rollBackRelease",
            "serviceTask_checkRollout",
            "serviceTask_judgeRecovery",
            "endEvent_recoveryHeld",
            "serviceTask_closeIncident",
            "serviceTask_writeReport",
            "userTask_recordRootCause",
            "serviceTask_fileTicket",
            "userTask_improveRunbook",
            "serviceTask_completeReport",
            "endEvent_incidentDocumented")
        .hasNotPassed(
            "userTask_chooseCause",
            "userTask_decideNextStep",
            "userTask_changeByHand",
            "serviceTask_callTeam",
            "serviceTask_restartBackend",
            "serviceTask_raiseLimits",
            "serviceTask_scaleOut",
            "serviceTask_degradeGracefully",
            "serviceTask_undoChange",
            "userTask_approveTakeBack",
            "userTask_schedulePostMortem");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(walk.variable("rootCause")).isEqualTo("A bad release.");
    assertThat(onCall.pages).isEmpty();
    assertThat(onCall.tickets).containsExactly(walk.incident() + ": A bad release.");
  }

  @Test
  void exhaustedPool_approved_isRestarted() {
    incidentWith(Fault.POOL_EXHAUSTED);

    assertThat(walk.variable("cause")).isEqualTo("DATABASE_CONNECTIONS");

    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_planRestart",
            "userTask_approveChange",
            "serviceTask_restartBackend",
            "serviceTask_checkRollout",
            "endEvent_restored",
            "serviceTask_closeIncident")
        .hasNotPassed("serviceTask_planRollback", "serviceTask_rollBackRelease");
    assertThat(world.made()).containsExactly(ChangeKind.RESTART);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(onCall.pages).isEmpty();
  }

  @Test
  void memoryExhausted_approved_limitsAndReplicasAreRaisedUnderOneApproval() {
    incidentWith(Fault.OUT_OF_MEMORY);

    assertThat(walk.variable("cause")).isEqualTo("RESOURCE_EXHAUSTION");
    assertThat(walk.briefing("userTask_approveChange")).contains("--replicas=6");

    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_planMoreCapacity",
            "userTask_approveChange",
            "serviceTask_raiseLimits",
            "serviceTask_scaleOut",
            "serviceTask_checkRollout",
            "serviceTask_closeIncident")
        .hasNotPassed("serviceTask_restartBackend", "serviceTask_rollBackRelease");
    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void paymentsFail_approved_serviceDoesWithoutThem() {
    incidentWith(Fault.PAYMENTS_FAIL);

    assertThat(walk.variable("cause")).isEqualTo("EXTERNAL_SERVICE");
    assertThat(walk.briefing("userTask_approveChange")).contains("paid for later");

    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_planDegradation",
            "userTask_approveChange",
            "serviceTask_degradeGracefully",
            "serviceTask_closeIncident")
        .hasNotPassed("serviceTask_callTeam", "userTask_decideNextStep");
    assertThat(world.made()).containsExactly(ChangeKind.DEGRADE);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  // ---- another cause, or none

  @Test
  void databaseIsAway_nothingIsProposedAndItsTeamIsCalled() {
    incidentWith(Fault.DATABASE_DOWN);

    assertThat(walk.variable("cause")).isEqualTo("DATABASE_CONNECTIONS");
    assertThat(walk.instance())
        .isWaitingAt("userTask_decideNextStep")
        .hasPassedInOrder("serviceTask_planRestart", "serviceTask_callTeam")
        .hasNotPassed("userTask_approveChange");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("would not become ready");
    assertThat(onCall.pages)
        .extracting(Page::team, Page::stage)
        .containsExactly(tuple(Team.DATABASE_TEAM, "help-with-DATABASE_CONNECTIONS"));
    nothingWasChanged();
  }

  @Test
  void rollbackWouldChangeNothing_isNotProposedAndSaysSo() {
    incidentWith(Fault.SAME_TAG_RELEASE);

    assertThat(walk.variable("cause")).isEqualTo("CODE_DEPLOYMENT");
    assertThat(walk.instance())
        .isWaitingAt("userTask_decideNextStep")
        .hasPassedInOrder("serviceTask_planRollback", "serviceTask_callTeam")
        .hasNotPassed("userTask_approveChange", "serviceTask_rollBackRelease");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("the tag decides");
    assertThat(onCall.stages()).containsExactly("help-with-CODE_DEPLOYMENT");
    nothingWasChanged();
  }

  @Test
  void causeUnknown_personChoosesOne_itIsPlanned() {
    incidentWith(Fault.UNEXPLAINED);

    assertThat(walk.openTasks()).containsExactly("userTask_chooseCause");

    walk.decide(
            "userTask_chooseCause",
            "oncall",
            Map.of("cause", "DATABASE_CONNECTIONS", "reason", "It looks like last week."))
        .approve()
        .recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_rankCauses",
            "userTask_chooseCause",
            "serviceTask_planRestart",
            "userTask_approveChange",
            "serviceTask_restartBackend")
        .hasNotPassed("userTask_decideNextStep");
    assertThat(walk.variable("cause")).isEqualTo("DATABASE_CONNECTIONS");
    assertThat(world.made()).containsExactly(ChangeKind.RESTART);
  }

  @Test
  void noneOfTheCauses_seniorEngineerHandsOver_postMortemIsScheduled() {
    incidentWith(Fault.UNEXPLAINED)
        .decide(
            "userTask_chooseCause",
            "oncall",
            Map.of("cause", "NONE_OF_THEM", "reason", "Nothing fits."))
        .decide("userTask_decideNextStep", "senior", HAND_OVER);

    assertThat(onCall.pages)
        .extracting(Page::team, Page::stage)
        .containsExactly(tuple(Team.SENIOR_ENGINEER, "help-with-NONE_OF_THEM"));
    assertThat(walk.openTasks())
        .containsExactlyInAnyOrder("userTask_recordRootCause", "userTask_schedulePostMortem");

    walk.documentIt();

    assertThat(walk.instance())
        .isEnded()
        .hasPassedInOrder(
            "userTask_chooseCause",
            "serviceTask_callTeam",
            "userTask_decideNextStep",
            "endEvent_handedOver",
            "serviceTask_closeIncident",
            "userTask_schedulePostMortem",
            "endEvent_incidentDocumented")
        .hasNotPassed(
            "serviceTask_planRestart",
            "serviceTask_planMoreCapacity",
            "serviceTask_planRollback",
            "serviceTask_planDegradation",
            "userTask_approveChange",
            "subProcess_monitorRecovery");
    assertThat(walk.variable("outcome")).isEqualTo("HANDED_OVER");
    nothingWasChanged();
  }

  @Test
  void anotherCauseChosen_thatOneIsPlannedAndTheFirstIsNotMade() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision",
                "CHOOSE_ANOTHER_CAUSE",
                "cause",
                "RESOURCE_EXHAUSTION",
                "reason",
                "The release is not it."))
        .approve()
        .recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_planRollback",
            "userTask_approveChange",
            "serviceTask_planMoreCapacity",
            "userTask_approveChange",
            "serviceTask_scaleOut")
        .hasNotPassed("serviceTask_rollBackRelease", "userTask_decideNextStep");
    assertThat(walk.variable("cause")).isEqualTo("RESOURCE_EXHAUSTION");
    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
  }

  @Test
  void changeRejected_nothingIsChangedAndAPersonDecides() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of("decision", "REJECT", "reason", "The fix is on its way."));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.instance()).hasNotPassed("serviceTask_callTeam", "subProcess_makeChange");
    assertThat(walk.variable("cause")).isEqualTo("CODE_DEPLOYMENT");
    assertThat(onCall.pages).isEmpty();
    nothingWasChanged();
  }

  // ---- false, or over by itself

  @Test
  void falseAlarm_isWatchedAndReportedWithoutAnybodysWork() {
    incidentWith(Fault.NOTHING).recovers();

    assertThat(walk.instance())
        .isEnded()
        .hasPassedInOrder(
            "serviceTask_assembleEvidence",
            "serviceTask_judgeRecovery",
            "endEvent_restored",
            "serviceTask_closeIncident",
            "serviceTask_writeReport",
            "endEvent_falseAlarm")
        .hasNotPassed(
            "subProcess_investigation", "userTask_approveChange", "userTask_recordRootCause");
    assertThat(walk.variable("outcome")).isEqualTo("FALSE_ALARM");
    assertThat(onCall.pages).isEmpty();
    nothingWasChanged();
  }

  @Test
  void resolvedDuringTheImmediateActions_isNotInvestigated() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    world.heal();
    walk.alertResolves().goOn().recovers();

    assertThat(walk.instance()).isEnded().hasNotPassed("subProcess_investigation");
    assertThat(walk.variable("outcome")).isEqualTo("FALSE_ALARM");
    nothingWasChanged();
  }

  @Test
  void resolvedDuringTheInvestigation_stepsAreNotCutOffAndNobodyIsAsked() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_planRollback");

    itIsOver();
    assertThat(walk.openTasks()).isEmpty();
    walk.recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_noteObservations",
            "serviceTask_planRollback",
            "serviceTask_measureBeforeAsking",
            "endEvent_recoveryHeld")
        .hasNotPassed("userTask_approveChange", "userTask_decideNextStep");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void resolvedWhileACauseIsChosen_decisionIsWithdrawnAndRecoveryVerified() {
    incidentWith(Fault.UNEXPLAINED);

    itIsOver();

    assertThat(walk.openTasks()).isEmpty();
    walk.recovers();
    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_lookAgain",
            "event_chooseCauseOver",
            "endEvent_recoveryHeld",
            "serviceTask_closeIncident");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    assertThat(walk.openTasks()).containsExactly("userTask_recordRootCause");
    nothingWasChanged();
  }

  @Test
  void resolvedWhileApprovalIsAsked_changeIsNotMade() {
    incidentWith(Fault.BAD_RELEASE);

    itIsOver();

    assertThat(walk.openTasks()).isEmpty();
    walk.recovers();
    assertThat(walk.instance())
        .hasPassedInOrder("event_approveChangeOver", "endEvent_recoveryHeld")
        .hasNotPassed("subProcess_makeChange");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void resolvedBeforeAnybodyTypedTheCommand_taskIsWithdrawn() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.BAD_RELEASE).approve();

    itIsOver();
    walk.recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "startEvent_changeRefused", "event_changeByHandOver", "endEvent_recoveryHeld");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void resolvedWhileTheNextStepIsDecided_decisionIsWithdrawn() {
    incidentWith(Fault.DATABASE_DOWN);

    itIsOver();
    walk.recovers();

    assertThat(walk.instance())
        .hasPassedInOrder("event_decideNextStepOver", "endEvent_recoveryHeld")
        .hasNotPassed("endEvent_handedOver");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void resolvedWhileRecoveryIsWatched_watchingGoesOnUntilItHolds() {
    incidentWith(Fault.BAD_RELEASE).approve();

    itIsOver();

    assertThat(walk.waitsAt("event_measureAgain")).isTrue();
    assertThat(walk.instance())
        .hasPassed("endEvent_nothingChanged")
        .hasNotPassed("serviceTask_withdrawDecisions");
    walk.recovers();
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void resolvedButErrorsGoOn_decisionStaysOpen() {
    incidentWith(Fault.BAD_RELEASE).alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_lookAgain", "endEvent_nothingChanged")
        .hasNotPassed("serviceTask_withdrawDecisions");
  }

  @Test
  void endOfTheAlertWasLost_prometheusSaysIt() {
    incidentWith(Fault.BAD_RELEASE);
    world.heal();
    walk.fire("event_lookAgain");

    assertThat(walk.instance()).hasPassed("event_approveChangeOver");
    assertThat(walk.openTasks()).isEmpty();
  }

  // Seen on a real cluster: OOMKilled containers count no errors, and the decision was withdrawn.
  @Test
  void alertResolvesAndNoErrorsAreCounted_butContainersAreKilled_decisionStaysOpen() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.noErrorsCounted = true;
    walk.alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  @Test
  void alertResolvesAndNobodyAnswersForTheRate_decisionStaysOpen() {
    incidentWith(Fault.BAD_RELEASE);
    world.heal();
    world.prometheusAnswers = false;
    walk.alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  // ---- the clocks

  @Test
  void immediateActionsTakeTooLong_goOnWithUnknownAndEscalate() {
    world.clusterAnswers = false;
    incidentWith(Fault.BAD_RELEASE);

    assertThat(walk.waitsAt("event_askAgain")).isTrue();
    assertThat(walk.variable("unansweredQuestions")).isEqualTo("pods, health");

    walk.fire("event_immediateActionsTimedOut");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "event_immediateActionsTimedOut",
            "serviceTask_escalateUnanswered",
            "serviceTask_assembleEvidence",
            "serviceTask_rankCauses",
            "endEvent_investigationDone")
        .hasNotPassed("endEvent_situationKnown");
    assertThat(walk.variable("evidence").toString()).contains("the API server does not answer");
    assertThat(walk.openTasks()).containsExactly("userTask_chooseCause");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.INFRASTRUCTURE_TEAM);
    assertThat(onCall.pages.get(0).summary()).contains("no answer to: pods, health");
    nothingWasChanged();
  }

  @Test
  void someQuestionsFailed_onlyThoseAreAskedAgain() {
    world.prometheusAnswers = false;
    incidentWith(Fault.BAD_RELEASE);
    assertThat(walk.variable("unansweredQuestions")).isEqualTo("error rate");
    world.prometheusAnswers = true;
    world.asked.clear();

    walk.fire("event_askAgain");

    assertThat(world.asked)
        .contains("error ratio", "ALERTS")
        .doesNotContain("pods", "events", "endpointslices", "/health", "metrics.k8s.io");
    assertThat(walk.instance())
        .hasPassedInOrder(
            "event_askAgain", "endEvent_situationKnown", "serviceTask_assembleEvidence")
        .hasNotPassed("serviceTask_escalateUnanswered");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(onCall.pages).isEmpty();
  }

  @Test
  void notImprovedInTime_seniorEngineerIsCalledOnceAndCanTakeTheDecision() {
    incidentWith(Fault.BAD_RELEASE);
    assertThat(walk.groupsThatMayDecide("userTask_approveChange"))
        .doesNotContain(Groups.SENIOR_ENGINEERS);

    walk.fire("event_notImproved").fire("event_notImproved");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_measureImprovement",
            "serviceTask_escalateToSeniorEngineer",
            "endEvent_seniorEngineerCalled")
        .hasNotPassed("endEvent_nothingToEscalate");
    assertThat(onCall.stages()).containsExactly("not-improved");
    assertThat(onCall.pages.get(0).team()).isEqualTo(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).details()).contains("no change was made so far");

    walk.decide("userTask_approveChange", "senior", APPROVE).recovers();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.openTasks()).contains("userTask_schedulePostMortem");
  }

  @Test
  void decisionWaitsWithoutReminder_seniorEngineerIsCalledAgainAndAgain() {
    incidentWith(Fault.UNEXPLAINED)
        .fire("event_notImproved")
        .fire("event_notImproved")
        .fire("event_notImproved");

    assertThat(walk.openTasks()).containsExactly("userTask_chooseCause");
    assertThat(onCall.pages).hasSize(3).extracting(Page::team).containsOnly(Team.SENIOR_ENGINEER);
    assertThat(onCall.stages()).startsWith("not-improved").doesNotHaveDuplicates();
  }

  @Test
  void rateIsBackInTime_clockStaysSilentAndLooksAgainLater() {
    incidentWith(Fault.BAD_RELEASE);
    world.fault = Fault.NOTHING;

    walk.fire("event_notImproved");

    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_measureImprovement", "endEvent_nothingToEscalate")
        .hasNotPassed("serviceTask_escalateToSeniorEngineer");
    assertThat(onCall.pages).isEmpty();
    assertThat(walk.groupsThatMayDecide("userTask_approveChange"))
        .doesNotContain(Groups.SENIOR_ENGINEERS);

    world.fault = Fault.BAD_RELEASE;
    walk.fire("event_notImproved");

    assertThat(onCall.stages()).containsExactly("not-improved");
  }

  @Test
  void nobodyDecides_onCallIsRemindedAndSeniorEngineersMayDecide() {
    incidentWith(Fault.BAD_RELEASE).fire("event_noDecision");

    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_remindApprovers", "endEvent_approversReminded")
        .isWaitingAt("userTask_approveChange");
    assertThat(walk.groupsThatMayDecide("userTask_approveChange"))
        .contains(Groups.ON_CALL, Groups.SENIOR_ENGINEERS);
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.ON_CALL);

    walk.decide("userTask_approveChange", "senior", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void nobodyDecidesStill_seniorEngineerIsCalledEachTime() {
    incidentWith(Fault.BAD_RELEASE)
        .fire("event_noDecision")
        .fire("event_noDecision")
        .fire("event_noDecision");

    assertThat(onCall.pages)
        .extracting(Page::team)
        .containsExactly(
            Team.ON_CALL, Team.ON_CALL, Team.SENIOR_ENGINEER, Team.ON_CALL, Team.SENIOR_ENGINEER);
    assertThat(onCall.stages()).doesNotHaveDuplicates();
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    nothingWasChanged();
  }

  @Test
  void nobodyDecidesInTime_nothingIsChangedAndTheNextStepIsDecided() {
    incidentWith(Fault.BAD_RELEASE);
    assertThat(walk.briefing("userTask_approveChange"))
        .contains("Nothing is changed without approval", "every 5 min", "After 30 min no change");

    walk.fire("event_noDecisionInTime");

    assertThat(walk.instance())
        .hasPassedInOrder("event_noDecisionInTime", "serviceTask_giveUpAsking")
        .hasNotPassed("serviceTask_callTeam", "subProcess_makeChange");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("Nobody has decided");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    nothingWasChanged();

    walk.decide("userTask_decideNextStep", "senior", tryAgain("CODE_DEPLOYMENT")).approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  // ---- measured again

  @Test
  void faultGoesAwayBeforeAnybodyIsAsked_nobodyIsAskedAndRecoveryIsWatched() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_measureBeforeAsking");
    world.heal();
    walk.goOn().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_planRollback", "serviceTask_measureBeforeAsking")
        .hasPassed("endEvent_recoveryHeld")
        .hasNotPassed("userTask_approveChange", "subProcess_makeChange");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void faultComesBackWhileNothingWasChanged_seniorEngineerDecidesLongBeforeTheTimeIsUp() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_measureBeforeAsking");
    world.heal();
    walk.goOn();
    world.fault = Fault.BAD_RELEASE;
    walk.fire("event_measureAgain").fire("event_measureAgain");
    assertThat(walk.openTasks()).isEmpty();

    walk.fire("event_measureAgain");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "endEvent_failsAgain", "event_failsAgain", "serviceTask_escalateFailedRecovery")
        .hasNotPassed("event_recoveryTimedOut");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);

    walk.decide("userTask_decideNextStep", "senior", tryAgain("CODE_DEPLOYMENT")).approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void alertLookedFalseAndItFailsEverSince_seniorEngineerDecidesLongBeforeTheTimeIsUp() {
    walk.alertFires().goOnTo("serviceTask_watchErrorRate");
    world.fault = Fault.BAD_RELEASE;
    walk.goOn().fire("event_measureAgain");
    assertThat(walk.openTasks()).isEmpty();

    walk.fire("event_measureAgain");

    assertThat(walk.instance())
        .hasPassed("event_failsAgain")
        .hasNotPassed("event_recoveryTimedOut", "subProcess_investigation");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");

    walk.decide("userTask_decideNextStep", "senior", KEEP_WATCHING)
        .fire("event_measureAgain")
        .fire("event_measureAgain")
        .fire("event_measureAgain");

    assertThat(walk.openTasks()).as("it was said once").isEmpty();
  }

  @Test
  void faultGoesAwayBeforeTheChange_approvedChangeIsNotMade() {
    incidentWith(Fault.POOL_EXHAUSTED);
    world.heal();
    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "userTask_approveChange", "serviceTask_measureBeforeChange", "endEvent_changeNotNeeded")
        .hasPassed("endEvent_recoveryHeld")
        .hasNotPassed("endEvent_changeRolledOut");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void rateCannotBeMeasured_isStillFailing_andTheChangeIsAskedAndMade() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_measureBeforeAsking");
    world.prometheusAnswers = false;
    walk.goOn();
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void rateDipsWhileTheAlertFires_changeIsAskedAndMade() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_measureBeforeAsking");
    world.fault = Fault.NOTHING;
    walk.goOn();

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void faultGoesAwayAfterHalfOfThePlan_whatWasBegunIsFinished() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY);
    world.unreachableAfter = 1;
    walk.approve();
    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS);

    world.heal();
    walk.fire("event_clusterUnreachable");

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
    assertThat(walk.instance()).hasNotPassed("endEvent_changeNotNeeded");
  }

  // ---- two people

  @Test
  void tableAsksForTwoPeople_secondApprovalMakesTheChange() {
    String table = deployTableThatNeedsTwo();
    try {
      incidentWith(Fault.BAD_RELEASE).approve();

      assertThat(world.made()).isEmpty();
      assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
      assertThat(walk.briefing("userTask_approveChange"))
          .contains("2 different people must approve", "Approved so far by: oncall");

      walk.decide("userTask_approveChange", "colleague", APPROVE).recovers();

      assertThat(walk.instance())
          .hasPassedInOrder(
              "userTask_approveChange",
              "gateway_approvedByEnough",
              "serviceTask_measureBeforeAsking",
              "userTask_approveChange",
              "serviceTask_rollBackRelease");
      assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    } finally {
      engine.getRepositoryService().deleteDeployment(table, true);
    }
  }

  /** As an administrator does who edits the table. */
  private String deployTableThatNeedsTwo() {
    String one = Runbook.HIGH_ERROR_RATE.text("approvalsNeeded.dmn");
    String two = one.replaceAll("<text>1</text>", "<text>2</text>");
    return engine
        .getRepositoryService()
        .createDeployment()
        .addString("approvalsNeeded.dmn", two)
        .deploy()
        .getId();
  }

  // ---- what holds changes back

  @Test
  void changesArePaused_personGetsTheCommandAndWhoPausedThem() {
    pause.pause("senior", "the database moves tonight");
    try {
      incidentWith(Fault.BAD_RELEASE);
      assertThat(walk.briefing("userTask_approveChange"))
          .contains("kubectl rollout undo", "paused since", "by senior", "moves tonight");

      walk.approve();

      assertThat(world.made()).isEmpty();
      assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
      assertThat(walk.briefing("userTask_changeByHand"))
          .contains("by senior: the database moves tonight", "kubectl rollout undo");
    } finally {
      pause.resume("senior");
    }
  }

  @Test
  void changesArePaused_temporaryOnesAreNotTakenBackEither() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();
    pause.pause("senior", "");
    try {
      walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

      assertThat(world.made()).isEmpty();
      assertThat(walk.openTasks()).contains("userTask_approveTakeBack");
    } finally {
      pause.resume("senior");
    }
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
  }

  @Test
  void sameChangeMinutesAgo_isNotProposedAgainAndAPersonDecides() {
    world.healsByChange = false;
    incidentWith(Fault.POOL_EXHAUSTED).approve().fire("event_recoveryTimedOut");
    clock.forward(Duration.ofMinutes(10));
    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("RESTART was made at", "is not proposed again within 30 min");
    assertThat(world.made()).containsExactly(ChangeKind.RESTART);

    clock.forward(Duration.ofMinutes(21));
    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  @Test
  void sameChangeInTheIncidentBefore_isNotProposedAgain() {
    incidentWith(Fault.POOL_EXHAUSTED).approve().recovers();
    world.alertFires = true;
    clock.forward(Duration.ofMinutes(5));

    incidentWith(Fault.POOL_EXHAUSTED);

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("is not proposed again");
  }

  @Test
  void changesOfTheIncidentAreUsedUp_aPersonDecides() {
    world.healsByChange = false;
    incidentWith(Fault.POOL_EXHAUSTED).approve().fire("event_recoveryTimedOut");
    for (int made = 1; made < 5; made++) {
      clock.forward(Duration.ofMinutes(31));
      walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"))
          .approve()
          .fire("event_recoveryTimedOut");
    }
    clock.forward(Duration.ofMinutes(31));
    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("5 changes were made in this incident already");
    assertThat(world.made()).hasSize(5);

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.made()).as("undo does not count").hasSizeGreaterThan(5);
  }

  @Test
  void noRecoveryInTime_seniorEngineerIsCalledAndKeepsWatching() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).summary()).contains("Error rate is 25.0 %");
    assertThat(onCall.pages.get(0).details()).contains("kubectl rollout undo");

    world.heal();
    walk.decide("userTask_decideNextStep", "senior", KEEP_WATCHING).recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "event_recoveryTimedOut",
            "serviceTask_escalateFailedRecovery",
            "userTask_decideNextStep",
            "endEvent_recoveryHeld",
            "serviceTask_closeIncident")
        .hasNotPassed("serviceTask_prepareUndo", "endEvent_handedOver");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void severalServicesFail_escalatesAtOnceAndOnce() {
    incidentWith(Fault.BAD_RELEASE);
    world.otherAlerts = List.of(new FiringAlert("DhakaCartDown", "dhakacart", "critical", null));

    walk.fire("event_lookAgain").fire("event_lookAgain");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_lookAgain",
            "serviceTask_escalateSeveralServices",
            "endEvent_severalServicesEscalated")
        .hasNotPassed("serviceTask_withdrawDecisions");
    assertThat(onCall.stages()).containsExactly("several-services");
    assertThat(onCall.pages.get(0).team()).isEqualTo(Team.SENIOR_ENGINEER);
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  // ---- changes that do not go as planned

  @Test
  void deploymentChangedSinceTheApprovalWasAsked_isPlannedAndAskedAgain() {
    incidentWith(Fault.BAD_RELEASE);
    world.drifted = true;
    walk.approve();

    assertThat(world.made()).isEmpty();
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(walk.briefing("userTask_approveChange")).contains("spec.template changed since");

    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_planRollback",
            "userTask_approveChange",
            "event_changeDrifted",
            "serviceTask_planRollback",
            "userTask_approveChange",
            "endEvent_changeRolledOut")
        .hasNotPassed("userTask_changeByHand", "userTask_decideNextStep");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void changeIsRejectedAfterADrift_whatHadChangedIsNotSaidAgain() {
    incidentWith(Fault.BAD_RELEASE);
    world.drifted = true;
    walk.approve()
        .decide(
            "userTask_approveChange", "oncall", Map.of("decision", "REJECT", "reason", "Not now"));

    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("Not now")
        .doesNotContain("changed since");
  }

  @Test
  void autoscalerOwnsTheReplicas_itsMinimumIsRaised() {
    world.autoscalerOwnsReplicas = true;
    incidentWith(Fault.OUT_OF_MEMORY);

    assertThat(walk.briefing("userTask_approveChange"))
        .contains("kubectl patch hpa dhakacart-backend-hpa minReplicas=6")
        .doesNotContain("kubectl scale");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
  }

  @Test
  void changeIsRefused_personTypesTheCommand_recoveryIsVerified() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.briefing("userTask_changeByHand"))
        .contains("kubectl rollout undo deployment/dhakacart-backend", "forbidden");

    world.heal();
    walk.decide(
            "userTask_changeByHand",
            "oncall",
            Map.of("decision", "DONE", "output", "deployment.apps/dhakacart-backend rolled back"))
        .recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "startEvent_changeRefused",
            "userTask_changeByHand",
            "endEvent_recoveryHeld",
            "serviceTask_closeIncident")
        .hasNotPassed("serviceTask_checkRollout", "serviceTask_escalateFailedRecovery");
    assertThat(world.made()).isEmpty();
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void secondOfTwoChangesIsRefused_personTypesOnlyWhatIsLeft() {
    world.refused = EnumSet.of(ChangeKind.SCALE_OUT);
    incidentWith(Fault.OUT_OF_MEMORY).approve();

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS);
    assertThat(walk.briefing("userTask_changeByHand"))
        .contains("forbidden", "\"command\":\"kubectl scale deployment");
  }

  @Test
  void changeIsRefusedAndNotDoneByHand_aPersonDecides() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .decide(
            "userTask_changeByHand",
            "oncall",
            Map.of("decision", "NOT_DONE", "output", "error: no rollout history"));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("forbidden", "oncall did not: error: no rollout history");
    assertThat(walk.instance())
        .hasPassedInOrder("userTask_changeByHand", "serviceTask_escalateFailedRecovery")
        .hasNotPassed("subProcess_monitorRecovery");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).summary()).contains("forbidden");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void clusterCannotBeReached_changeIsTriedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.changesUnreachable = true;
    walk.approve();

    assertThat(walk.waitsAt("event_clusterUnreachable")).isTrue();
    assertThat(world.made()).isEmpty();

    world.changesUnreachable = false;
    walk.fire("event_clusterUnreachable").recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_raiseLimits",
            "event_clusterUnreachable",
            "serviceTask_raiseLimits",
            "serviceTask_scaleOut",
            "serviceTask_checkRollout")
        .hasNotPassed("userTask_changeByHand");
    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void clusterStaysUnreachable_personIsAskedAfterTwentyAttempts() {
    incidentWith(Fault.BAD_RELEASE);
    world.changesUnreachable = true;
    walk.approve();
    int attempts = 1;
    for (; attempts < 50 && walk.waitsAt("event_clusterUnreachable"); attempts++) {
      walk.fire("event_clusterUnreachable");
    }

    assertThat(attempts).isEqualTo(20);
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.briefing("userTask_changeByHand")).contains("kubectl rollout undo");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void rolloutTakesItsTime_isLookedAtAgain() {
    incidentWith(Fault.BAD_RELEASE);
    world.rolloutLooks = 2;
    walk.approve();

    assertThat(walk.instance()).hasNotPassed("endEvent_changeRolledOut");

    walk.fire("event_rolloutRunning").fire("event_rolloutRunning");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_checkRollout",
            "event_rolloutRunning",
            "serviceTask_checkRollout",
            "event_rolloutRunning",
            "serviceTask_checkRollout",
            "endEvent_changeRolledOut")
        .hasNotPassed("endEvent_rolloutFailed");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void rolloutCanNeverBeLookedAt_countsAsFailedAfterSixtyLooks() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE);
    world.clusterAnswers = false;
    walk.approve();
    int looks = 1;
    for (; looks < 100 && walk.waitsAt("event_rolloutRunning"); looks++) {
      walk.fire("event_rolloutRunning");
    }

    assertThat(looks).isEqualTo(60);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).summary()).contains("could not be looked at 60 times");
  }

  @Test
  void changeStopsHalfWay_undoRestoresWhatWasMade() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY);
    world.unreachableAfter = 1;
    walk.approve();
    world.refused = EnumSet.allOf(ChangeKind.class);
    walk.fire("event_clusterUnreachable")
        .decide(
            "userTask_changeByHand", "oncall", Map.of("decision", "NOT_DONE", "output", "quota"));
    world.refused = Set.of();
    world.applied.clear();

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.made()).containsExactly(ChangeKind.RAISE_LIMITS);
    assertThat(world.applied.get(0).command()).startsWith("undo of: kubectl patch deployment");
  }

  @Test
  void rolloutFails_seniorEngineerIsCalledAndDecides() {
    world.healsByChange = false;
    world.rolloutFails = true;
    incidentWith(Fault.POOL_EXHAUSTED).approve();

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_restartBackend",
            "serviceTask_checkRollout",
            "endEvent_rolloutFailed",
            "event_changeFailed",
            "serviceTask_escalateFailedRecovery")
        .hasNotPassed("subProcess_monitorRecovery", "endEvent_changeRolledOut");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).summary()).contains("deployment FAILED");
  }

  @Test
  void changeDidNotHelp_isUndone() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.applied)
        .extracting(it -> it.command())
        .containsExactly(
            "kubectl rollout undo deployment/dhakacart-backend",
            "undo of: kubectl rollout undo deployment/dhakacart-backend");

    world.heal();
    walk.recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_rollBackRelease",
            "event_recoveryTimedOut",
            "userTask_decideNextStep",
            "serviceTask_prepareUndo",
            "serviceTask_undoChange",
            "serviceTask_checkRollout",
            "serviceTask_closeIncident")
        .hasNotPassed("userTask_changeByHand", "userTask_approveTakeBack");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void whatShouldBeUndoneChangedMeanwhile_isDecidedAgain() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.drifted = true;
    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("spec.template changed since");

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.applied.get(1).command()).startsWith("undo of: kubectl rollout undo");
    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_prepareUndo",
            "event_changedSinceUndo",
            "event_undoDrifted",
            "userTask_decideNextStep",
            "serviceTask_prepareUndo",
            "endEvent_changeRolledOut");
    assertThat(walk.variable("drift")).isEqualTo("");
  }

  @Test
  void undoCannotBePlanned_personGetsTheCommand() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.changesUnreachable = true;
    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.briefing("userTask_changeByHand"))
        .contains("The API server does not answer", "undo of: kubectl rollout undo");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void recoveryHadBegunWhenTimeWasUp_mustHoldAnewAfterTheDecision() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve();
    world.heal();
    clock.forward(Duration.ofSeconds(30));
    walk.fire("event_measureAgain").fire("event_recoveryTimedOut");

    assertThat(onCall.pages.get(0).summary()).contains("not well for long enough");
    clock.forward(Duration.ofMinutes(20));
    walk.decide("userTask_decideNextStep", "oncall", KEEP_WATCHING);

    assertThat(walk.instance()).hasNotPassed("endEvent_recoveryHeld");
    walk.recovers();
    assertThat(walk.instance()).hasPassed("endEvent_recoveryHeld");
  }

  @Test
  void alertLookedFalseButDoesNotRecover_isNoFalseAlarm() {
    incidentWith(Fault.NOTHING);
    world.fault = Fault.BAD_RELEASE;
    clock.forward(Duration.ofSeconds(30));
    walk.fire("event_measureAgain").fire("event_recoveryTimedOut");
    world.heal();
    walk.decide("userTask_decideNextStep", "oncall", KEEP_WATCHING).recovers();

    assertThat(walk.instance())
        .hasPassedInOrder("event_recoveryTimedOut", "endEvent_recoveryHeld")
        .hasNotPassed("endEvent_falseAlarm", "subProcess_investigation");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    assertThat(walk.openTasks()).contains("userTask_recordRootCause");
    nothingWasChanged();
  }

  @Test
  void moreCapacityDidNotHelp_secondPlanHasMoreReplicas() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "oncall", tryAgain("RESOURCE_EXHAUSTION"));

    assertThat(walk.variable("plannedChange").toString())
        .contains("--replicas=8")
        .doesNotContain("--replicas=6");

    world.healsByChange = true;
    walk.approve().recovers();

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_scaleOut",
            "event_recoveryTimedOut",
            "userTask_decideNextStep",
            "serviceTask_planMoreCapacity",
            "userTask_approveChange",
            "serviceTask_scaleOut",
            "endEvent_recoveryHeld")
        .hasNotPassed("serviceTask_undoChange");
    assertThat(world.made())
        .containsExactly(ChangeKind.RAISE_LIMITS, ChangeKind.SCALE_OUT, ChangeKind.SCALE_OUT);
  }

  @Test
  void severalChangesAreInEffect_undoIsShownForEachAndUndoesEachNewestFirst() {
    world.healsByChange = false;
    incidentWith(Fault.OUT_OF_MEMORY).approve().fire("event_recoveryTimedOut");
    walk.decide("userTask_decideNextStep", "oncall", tryAgain("CODE_DEPLOYMENT"))
        .decide(
            "userTask_approveChange", "oncall", Map.of("decision", "REJECT", "reason", "Too old."));

    assertThat(walk.briefing("userTask_decideNextStep"))
        .containsSubsequence(
            "inEffect", "undo of: kubectl scale", "undo of: kubectl patch deployment");
    world.applied.clear();

    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
    assertThat(walk.instance()).hasNotPassed("serviceTask_rollBackRelease");
  }

  // ---- afterwards

  @Test
  void temporaryChanges_approved_areTakenBackNewestFirst() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers();

    assertThat(walk.openTasks())
        .as("the root cause may still need the higher limits")
        .containsExactly("userTask_recordRootCause");
    world.applied.clear();

    walk.recordRootCause().decide("userTask_approveTakeBack", "oncall", APPROVE).documentIt();

    assertThat(walk.instance())
        .isEnded()
        .hasPassedInOrder(
            "serviceTask_closeIncident",
            "userTask_recordRootCause",
            "serviceTask_fileTicket",
            "serviceTask_planTakeBack",
            "userTask_approveTakeBack",
            "serviceTask_takeBackChange",
            "endEvent_incidentDocumented")
        .hasNotPassed("event_takeBackDrifted", "event_takeBackRefused");
    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void takeBackRejected_temporaryChangesStay() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers();
    world.applied.clear();

    walk.recordRootCause()
        .decide(
            "userTask_approveTakeBack",
            "oncall",
            Map.of("decision", "REJECT", "reason", "The load stays."))
        .documentIt();

    assertThat(walk.instance()).isEnded().hasNotPassed("serviceTask_takeBackChange");
    assertThat(world.made()).isEmpty();
  }

  @Test
  void temporaryChangesAreGoneAlready_nobodyIsAsked() {
    incidentWith(Fault.OUT_OF_MEMORY).approve();
    world.asBeforeAlready = true;
    walk.recovers().recordRootCause();

    assertThat(walk.openTasks()).containsExactly("userTask_improveRunbook");
    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_planTakeBack", "gateway_takenBack")
        .hasNotPassed("userTask_approveTakeBack", "serviceTask_takeBackChange");
  }

  @Test
  void takeBackStopsHalfWay_onlyTheRestIsAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();
    world.unreachableAfter = 1;
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT);
    assertThat(walk.briefing("userTask_approveTakeBack"))
        .contains("undo of: kubectl patch deployment")
        .doesNotContain("undo of: kubectl scale");

    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
    assertThat(walk.openTasks()).containsExactly("userTask_improveRunbook");
  }

  @Test
  void takeBackCannotBeMade_isPlannedAndAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();

    world.drifted = true;
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);
    assertThat(walk.briefing("userTask_approveTakeBack")).contains("spec.template changed since");

    world.refused = EnumSet.allOf(ChangeKind.class);
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);
    assertThat(walk.briefing("userTask_approveTakeBack")).contains("forbidden");
    assertThat(world.made()).isEmpty();

    world.refused = Set.of();
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(walk.instance())
        .hasPassedInOrder(
            "userTask_approveTakeBack",
            "event_takeBackDrifted",
            "serviceTask_planTakeBack",
            "userTask_approveTakeBack",
            "event_takeBackRefused",
            "serviceTask_planTakeBack",
            "userTask_approveTakeBack");
    assertThat(walk.openTasks()).containsExactly("userTask_improveRunbook");
    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
  }
}
