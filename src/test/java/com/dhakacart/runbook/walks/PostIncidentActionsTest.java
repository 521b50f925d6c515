package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** After the incident: temporary changes are taken back, or stay. */
class PostIncidentActionsTest extends Paths {

  @Autowired Incidents incidents;
  @Autowired MadeChanges changes;

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

  /** A change that nobody noted would stand in the report as if it were in effect still. */
  @Test
  void takeBackArrives_andItsAnswerIsLost_isNoted_andOnlyTheRestIsAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();
    world.answerIsLost = true;
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT);
    assertThat(walk.briefing("userTask_approveTakeBack"))
        .contains("undo of: kubectl patch deployment")
        .doesNotContain("undo of: kubectl scale");
    assertThat(changes.changesInEffect(walk.instance().getBusinessKey()))
        .extracting(Change::kind)
        .containsExactly(ChangeKind.RAISE_LIMITS);
  }

  /** It took away what held the Deployment up while it failed again. */
  @Test
  void sameDeploymentFailsAgain_nothingIsTakenBackUnderTheOpenIncident() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();
    String next = walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE).incident();
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).isEmpty();
    assertThat(walk.briefing("userTask_approveTakeBack"))
        .contains("Incident " + next + " of the same Deployment is open");

    incidents.close(next, Outcome.RECOVERED);
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT, ChangeKind.RAISE_LIMITS);
  }

  @Test
  void sameDeploymentFailsAgainAfterTheFirstOfTwo_theRestStays_andIsAskedAgain() {
    incidentWith(Fault.OUT_OF_MEMORY).approve().recovers().recordRootCause();
    world.applied.clear();
    world.meanwhile = () -> walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
    walk.decide("userTask_approveTakeBack", "oncall", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.SCALE_OUT);
    assertThat(walk.briefing("userTask_approveTakeBack"))
        .contains("of the same Deployment is open", "undo of: kubectl patch deployment");
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
