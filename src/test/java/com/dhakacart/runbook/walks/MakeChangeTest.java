package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The change: made, refused, tried again, typed by hand, and its rollout. */
class MakeChangeTest extends Paths {

  private static final String FOUND_MADE =
      "by hand: found made when the alert was over, before anybody had said so";

  @Autowired MadeChanges changes;

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

  /** Typing it is what ends the alert; the limits stayed raised, and nobody knew of them. */
  @Test
  void resolvedBeforeAnybodySaidThatItIsTyped_changesThatAreThereCount_andAreTakenBack() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.OUT_OF_MEMORY).approve();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");

    world.applied.addAll(changes.leftToMake(walk.incident()));
    itIsOver();
    walk.recovers();

    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(changes.all(walk.incident()))
        .extracting(it -> it.applied().change().kind(), MadeChanges.KeptChange::result)
        .containsExactly(
            tuple(ChangeKind.RAISE_LIMITS, FOUND_MADE), tuple(ChangeKind.SCALE_OUT, FOUND_MADE));
    assertThat(walk.recordRootCause().briefing("userTask_approveTakeBack"))
        .contains("undo of: kubectl scale", "undo of: kubectl patch deployment");
  }

  @Test
  void resolvedAndNobodyCanSeeWhetherItIsTyped_personIsAskedStill() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.OUT_OF_MEMORY).approve();
    world.changesUnreachable = true;
    itIsOver();
    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");

    world.changesUnreachable = false;
    walk.fire("event_lookAgain");

    assertThat(walk.openTasks()).isEmpty();
    assertThat(changes.all(walk.incident())).isEmpty();
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
          .contains("by senior: the database moves tonight", "kubectl rollout undo")
          .containsOnlyOnce("paused since");
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

  // ---- the database was not asked: one pod first

  @Test
  void databaseCouldNotBeAsked_oneApprovalOfAProbe_thatSaysBothReadingsAndTheQuestion() {
    probeIsProposed();

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(walk.briefing("userTask_approveChange"))
        .contains(
            "Probe: restart one pod",
            "60 s",
            "connections that do not answer any more, which a restart clears",
            "a lock that a session holds in the database",
            "pg_locks",
            "pg_stat_activity",
            "kubectl rollout restart",
            "kubectl rollout pause",
            "kubectl rollout resume",
            "kubectl patch it back");
  }

  @Test
  void newPodStaysWell_theRestFollows_afterAsLongAsAPoolTakesToFill() {
    probeIsProposed();
    walk.approve();
    assertThat(world.made()).containsExactly(ChangeKind.PROBE, ChangeKind.PAUSE_ROLLOUT);

    clock.forward(Duration.ofSeconds(59));
    walk.fire("event_probeWatched");
    assertThat(world.made()).doesNotContain(ChangeKind.RESUME_ROLLOUT);

    clock.forward(Duration.ofSeconds(1));
    walk.fire("event_probeWatched").recovers();

    assertThat(world.made())
        .containsExactly(ChangeKind.PROBE, ChangeKind.PAUSE_ROLLOUT, ChangeKind.RESUME_ROLLOUT);
    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_startProbe",
            "serviceTask_pauseRollout",
            "serviceTask_watchProbe",
            "serviceTask_restartTheRest",
            "serviceTask_checkRollout",
            "endEvent_recoveryHeld")
        .hasNotPassed("serviceTask_restartBackend", "serviceTask_takeBackProbe");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void newPodFillsUpAgain_probeIsTakenBack_andAPersonIsTold() {
    world.healsByChange = false;
    world.newPodFillsUpAgain = true;
    probeIsProposed();
    walk.approve();

    assertThat(world.applied)
        .extracting(Change::id)
        .containsExactly("1-probe", "1-pause", "1-probe-back", "1-pause-back");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("A restart does not help", "none idle", "holds a lock", "pg_blocking_pids")
        .contains("\"inEffect\":[]");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.SENIOR_ENGINEER);
    assertThat(onCall.pages.get(0).summary()).contains("no recovery: A restart does not help");
    assertThat(onCall.pages.get(0).details())
        .contains("(undone at ")
        .doesNotContain("no change was made");
    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_takeBackProbe",
            "endEvent_restartDoesNotHelp",
            "event_changeFailed",
            "serviceTask_escalateFailedRecovery")
        .hasNotPassed("serviceTask_restartTheRest");
  }

  @Test
  void databaseAnswersWhileTheProbeIsWatched_andTellsOfALock_theRestIsNotRestarted() {
    world.healsByChange = false;
    probeIsProposed();
    walk.approve();
    world.databaseCanBeAsked = true;
    world.database = lockOfAnotherSession();

    walk.fire("event_probeWatched");

    assertThat(world.made()).doesNotContain(ChangeKind.RESUME_ROLLOUT);
    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("sessions of the backend wait for");
  }

  @Test
  void newPodIsNotThereYet_rolloutIsPausedOnceItIs() {
    world.newPodExists = false;
    probeIsProposed();
    walk.approve().fire("event_notPausedYet");
    assertThat(world.made()).containsExactly(ChangeKind.PROBE);

    world.newPodExists = true;
    walk.fire("event_notPausedYet");

    assertThat(world.made()).containsExactly(ChangeKind.PROBE, ChangeKind.PAUSE_ROLLOUT);
  }

  @Test
  void noNewPodComes_probeIsTakenBack() {
    world.newPodExists = false;
    world.healsByChange = false;
    probeIsProposed();
    walk.approve();
    clock.forward(Duration.ofSeconds(121));
    walk.fire("event_notPausedYet");
    assertThat(world.made()).containsExactly(ChangeKind.PROBE, ChangeKind.PAUSE_ROLLOUT);

    clock.forward(Duration.ofSeconds(181));
    walk.fire("event_probeWatched");

    assertThat(world.made()).endsWith(ChangeKind.PROBE, ChangeKind.PAUSE_ROLLOUT).hasSize(4);
    assertThat(walk.briefing("userTask_decideNextStep")).contains("none was made");
  }

  @Test
  void clusterIsAwayWhenTheProbeIsStartedAndTakenBack_bothAreTriedAgain() {
    world.healsByChange = false;
    world.newPodFillsUpAgain = true;
    probeIsProposed();
    world.changesUnreachable = true;
    walk.approve();
    assertThat(walk.waitsAt("event_clusterUnreachable")).isTrue();

    world.changesUnreachable = false;
    world.unreachableAfter = 3; // probe, pause, half of the way back
    walk.fire("event_clusterUnreachable");
    assertThat(walk.waitsAt("event_clusterUnreachable")).isTrue();

    walk.fire("event_clusterUnreachable");

    assertThat(world.applied)
        .extracting(Change::id)
        .containsExactly("1-probe", "1-pause", "1-probe-back", "1-pause-back");
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.briefing("userTask_decideNextStep")).contains("A restart does not help");
  }

  @Test
  void probeIsNotAllowedToBeTakenBack_personIsToldThatItIsPausedStill_andMayUndoIt() {
    world.healsByChange = false;
    probeIsProposed();
    walk.approve();
    world.newPodFillsUpAgain = true;
    world.refused = EnumSet.of(ChangeKind.PROBE);
    walk.fire("event_probeWatched");

    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("A restart does not help", "may be paused still", "forbidden");

    world.refused = Set.of();
    walk.decide("userTask_decideNextStep", "senior", UNDO);

    // the template before the pause is let go, so that nothing rolls meanwhile
    assertThat(world.applied)
        .extracting(Change::undoes)
        .containsExactly(null, null, "1-probe", "1-pause");
  }

  private void probeIsProposed() {
    world.databaseCanBeAsked = false;
    incidentWith(Fault.POOL_EXHAUSTED);
  }

  private static DatabaseActivity lockOfAnotherSession() {
    return new DatabaseActivity(
        DatabaseActivity.Access.ACCEPTS,
        null,
        3,
        64,
        97,
        "the settings",
        List.of(),
        List.of(
            new DatabaseActivity.Blocker(
                "pid 77 of somebody", false, "idle in transaction", 20, 30, 120.0)),
        0);
  }
}
