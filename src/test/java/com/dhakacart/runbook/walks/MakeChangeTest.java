package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The change: made, refused, tried again, typed by hand, and its rollout. */
class MakeChangeTest extends Paths {

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
}
