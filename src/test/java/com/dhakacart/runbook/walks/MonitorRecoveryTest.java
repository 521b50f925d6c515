package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The watch over recovery: it holds, it does not, it comes back. */
class MonitorRecoveryTest extends Paths {

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
}
