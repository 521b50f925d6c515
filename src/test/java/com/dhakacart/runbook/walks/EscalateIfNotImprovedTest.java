package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Groups;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import org.junit.jupiter.api.Test;

/** Fifteen minutes after the start: who is called while it does not improve. */
class EscalateIfNotImprovedTest extends Paths {

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

  /** Who gets no answer is no error that is counted: the rate was low, and nobody was called. */
  @Test
  void rateIsBackButNobodyIsServed_seniorEngineerIsCalled() {
    incidentWith(Fault.BAD_RELEASE);
    world.fault = Fault.DATABASE_DOWN;
    world.errorRatio = 0.01;

    walk.fire("event_notImproved");

    assertThat(onCall.stages()).containsExactly("not-improved");
  }
}
