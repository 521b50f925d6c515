package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The approval: what is measured before it, who gives it, and what is not asked at all. */
class ApproveChangeTest extends Paths {

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
        .contains("Every 5 min on-call is reminded", "then no change is made");

    walk.fire("event_noDecisionInTime");

    assertThat(walk.instance())
        .hasPassedInOrder("event_noDecisionInTime", "serviceTask_giveUpAsking")
        .hasNotPassed("serviceTask_callTeam", "subProcess_makeChange");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("not decided on in time, and it was not made");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    nothingWasChanged();

    walk.decide("userTask_decideNextStep", "senior", tryAgain("CODE_DEPLOYMENT")).approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void faultGoesAwayBeforeAnybodyIsAsked_nobodyIsAskedAndRecoveryIsWatched() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_planRollback");
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
  void rateCannotBeMeasured_isStillFailing_andTheChangeIsAskedAndMade() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_planRollback");
    world.prometheusAnswers = false;
    walk.goOn();
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void rateDipsWhileTheAlertFires_changeIsAskedAndMade() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_planRollback");
    world.fault = Fault.NOTHING;
    walk.goOn();

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

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
}
