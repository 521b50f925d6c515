package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The watch over recovery: it holds, it does not, it comes back. */
class MonitorRecoveryTest extends Paths {

  @Autowired Incidents incidents;

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
  void faultComesBackWhileNothingWasChanged_seniorEngineerDecidesLongBeforeTheTimeIsUp() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires().goOnTo("serviceTask_planRollback");
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

  /** The page said what was measured before the change. */
  @Test
  void noRecoveryInTime_pageSaysWhatWasMeasuredSince() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approveAndGoOnTo("serviceTask_watchErrorRate");
    world.errorRatio = 0.06;
    walk.goOn().fire("event_recoveryTimedOut");

    assertThat(onCall.pages.get(0).details())
        .contains("error rate 6.0 %")
        .doesNotContain("error rate 25.0 %");
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

  /** It joined an incident that was about to be closed, and nobody looked at it any more. */
  @Test
  void faultComesBackBeforeTheIncidentIsClosed_itsAlertOpensTheNextOne() {
    incidentWith(Fault.BAD_RELEASE).approve();
    recoversUntilItIsClosed();
    AlertReceipt again = walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
    assertThat(again.incident()).isEqualTo(walk.incident());
    walk.goOn();

    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(incidents.hasOpen(RunbookWalk.SERVICE)).isTrue();
    assertThat(incidents.countEpisodes(walk.incident())).isEqualTo(1);
  }

  /** Its service had been asked; that it had been measured was noted with the judgement. */
  @ParameterizedTest
  @ValueSource(strings = {"serviceTask_watchErrorRate", "serviceTask_verifyFunctionality"})
  void faultComesBackBetweenALookAndTheJudgement_itsAlertOpensTheNextOne(String lookDone) {
    incidentWith(Fault.BAD_RELEASE).approve();
    recoversUntilItIsMeasuredOnceMore();
    walk.run(lookDone);
    walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
    walk.goOn();

    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(incidents.hasOpen(RunbookWalk.SERVICE)).isTrue();
    assertThat(incidents.countEpisodes(walk.incident())).isEqualTo(1);
  }

  @Test
  void alertJoinsBeforeTheLastMeasurement_isOverWithTheIncident() {
    incidentWith(Fault.BAD_RELEASE).approve();
    recoversUntilItIsMeasuredOnceMore();
    walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
    walk.goOn();

    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(incidents.hasOpen(RunbookWalk.SERVICE)).isFalse();
    assertThat(incidents.countEpisodes(walk.incident())).isEqualTo(2);
  }

  @Test
  void alertJoinsAndIsOverBeforeTheIncidentIsClosed_nothingIsOpened() {
    incidentWith(Fault.BAD_RELEASE).approve();
    recoversUntilItIsClosed();
    Alert again = RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant());
    alerts.receive(List.of(again));
    alerts.receive(List.of(RunbookWalk.resolved(again, clock.instant())));
    walk.goOn();

    assertThat(incidents.hasOpen(RunbookWalk.SERVICE)).isFalse();
  }

  /** What was measured last was well for two minutes. */
  private void recoversUntilItIsClosed() {
    recoversUntilItIsMeasuredOnceMore();
    walk.goOnTo("serviceTask_closeIncident");
    clock.forward(Duration.ofSeconds(1));
  }

  private void recoversUntilItIsMeasuredOnceMore() {
    for (int i = 0; i < 3; i++) {
      clock.forward(Duration.ofSeconds(30));
      walk.fire("event_measureAgain");
    }
    clock.forward(Duration.ofSeconds(30));
    walk.fireOnly("event_measureAgain");
  }
}
