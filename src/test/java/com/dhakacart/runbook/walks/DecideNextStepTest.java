package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a person decides when a change did not help: once more, or undo. */
class DecideNextStepTest extends Paths {

  @Autowired MadeChanges changes;

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

  /** The figures from before the change stood there, as if seen just now, and no reason. */
  @Test
  void changeDidNotHelp_personReadsWhy_andWhatWasMeasuredSince() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE);
    world.errorRatio = 0.06;
    walk.approve().fire("event_recoveryTimedOut");

    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("No recovery in time: ", "error rate 6.0 %")
        .doesNotContain("error rate 25");
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

  /** It read as a plan yet to be made, and the rules against its cause as rules against an undo. */
  @Test
  void undoDidNotHelpEither_personReadsThatItIsDone_andNothingAgainstIt() {
    neitherChangeNorUndoHelps();

    assertThat(walk.briefing("userTask_decideNextStep"))
        .contains("\"summary\":\"Done: ", "\"against\":[]", "\"inEffect\":[]");
  }

  /** The page about it said that no change was made so far. */
  @Test
  void undoDidNotHelpEither_pageSaysWhatWasTried_andThatItIsUndone() {
    neitherChangeNorUndoHelps();

    assertThat(onCall.pages).hasSize(2);
    assertThat(tried(0)).doesNotContain("undone", "no change was made");
    assertThat(tried(1))
        .startsWith(tried(0) + " (undone at ")
        .doesNotContain("; ", "no change was made");
  }

  private void neitherChangeNorUndoHelps() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO)
        .fire("event_recoveryTimedOut");
  }

  private String tried(int page) {
    return onCall.pages.get(page).details().split("Tried:\\*\\* ")[1];
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

    walk.decide(
        "userTask_changeByHand", "oncall", Map.of("decision", "DONE", "output", "typed it"));

    assertThat(changes.inEffect(walk.incident())).isEmpty();
    assertThat(changes.all(walk.incident()))
        .extracting(it -> it.applied().change().undoes(), MadeChanges.KeptChange::result)
        .contains(tuple("1-roll-back", "by hand, by oncall: typed it"));
  }

  /** It was taken for somebody who writes over our change, and on-call was told to stop them. */
  @Test
  void undoIsTypedAndNotYetSaid_isNobodysReversal() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.refused = EnumSet.allOf(ChangeKind.class);
    walk.decide("userTask_decideNextStep", "oncall", UNDO);
    onCall.reset();

    world.revertedBy = "kubectl-rollout";
    walk.fire("event_lookAgain");
    walk.decide(
        "userTask_changeByHand", "oncall", Map.of("decision", "DONE", "output", "rolled back"));

    nobodyIsSaidToWriteOverIt();
  }

  @Test
  void answerToTheUndoIsLost_itIsNobodysReversal() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.answerIsLost = true;
    walk.decide("userTask_decideNextStep", "oncall", UNDO);
    onCall.reset();

    world.revertedBy = "dhakacart-runbook"; // it is as before, since we wrote it
    walk.fire("event_lookAgain").fire("event_clusterUnreachable");

    nobodyIsSaidToWriteOverIt();
  }

  private void nobodyIsSaidToWriteOverIt() {
    assertThat(onCall.pages).isEmpty();
    assertThat(changes.reversals(walk.incident())).isEmpty();
    assertThat(changes.inEffect(walk.incident())).isEmpty();
    assertThat(walk.openTasks()).isEmpty();
    assertThat(walk.waitsAt("event_measureAgain")).isTrue();
  }

  /** What came of it was noted by nobody, and the cluster knows. */
  @Test
  void answerToTheUndoIsLost_andItIsGivenUp_itIsNotedAsUndone() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.answerIsLost = true;
    walk.decide("userTask_decideNextStep", "oncall", UNDO);
    world.changesUnreachable = true;
    for (int n = 0; n < 50 && walk.waitsAt("event_clusterUnreachable"); n++) {
      walk.fire("event_clusterUnreachable");
    }
    walk.decide(
        "userTask_changeByHand", "oncall", Map.of("decision", "NOT_DONE", "output", "it is done"));
    onCall.reset();

    world.changesUnreachable = false;
    world.revertedBy = "dhakacart-runbook";
    walk.fire("event_lookAgain");

    assertThat(onCall.pages).isEmpty();
    assertThat(changes.inEffect(walk.incident())).isEmpty();
    assertThat(changes.reversals(walk.incident())).isEmpty();
  }

  /** The undo that was decided is none any more. */
  @Test
  void undoIsGivenUp_whoWritesOverTheChangeIsTold() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.drifted = true;
    walk.decide("userTask_decideNextStep", "senior", UNDO);
    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");

    world.revertedBy = "argocd-controller";
    walk.fire("event_lookAgain");

    assertThat(changes.reversals(walk.incident())).hasSize(1);
  }

  /** It was dropped, as a change is that nobody needs any more. */
  @Test
  void undoCannotBePlanned_andTheFaultGoesAway_itIsStillUndone() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.changesUnreachable = true;
    world.heal();
    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(walk.openTasks()).containsExactly("userTask_changeByHand");
    assertThat(walk.instance()).hasNotPassed("endEvent_changeNotNeeded");
  }

  @Test
  void whatShouldBeUndoneIsAsBeforeAlready_nobodyHasToTypeAnything() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_recoveryTimedOut");
    world.asBeforeAlready = true;
    walk.decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(walk.variable("plannedChange").toString())
        .contains("Everything is as it was before already");
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_undoChange", "endEvent_changeRolledOut")
        .hasNotPassed("userTask_changeByHand");
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
}
