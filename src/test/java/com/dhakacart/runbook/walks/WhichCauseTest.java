package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.watch.NotedImages;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The four causes and "None of them": what is investigated, ranked and planned for each. */
class WhichCauseTest extends Paths {

  @Autowired ServiceSettings services;
  @Autowired NotedImages images;

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
  void anotherImageRunsUnderTheSameTag_theTaskShowsTheEarlierDigest_andTheCommandThatPinsIt() {
    String image = "registry.example:5000/dhakacart/backend@sha256:";
    Workload shop = services.workload("dhakacart-backend").orElseThrow();
    world.imageId = image + "a".repeat(64);
    images.beforeNow(shop, world.pods(shop).value());
    world.imageId = image + "b".repeat(64);

    incidentWith(Fault.SAME_TAG_RELEASE);

    assertThat(walk.instance()).isWaitingAt("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("digest before sha256:aaaa", "digest now sha256:bbbb")
        .contains(
            "kubectl set image deployment/dhakacart-backend backend=dhakacart/backend@sha256:%s -n dhakacart"
                .formatted("a".repeat(64)));
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
}
