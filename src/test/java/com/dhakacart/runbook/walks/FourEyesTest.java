package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Changes that the settings leave to two different people. */
@TestPropertySource(properties = "runbook.approval.four-eyes=ROLLBACK,DEGRADATION")
class FourEyesTest extends Walking {

  @Test
  void listedChange_needsTwoDifferentPeople() {
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThatThrownBy(() -> walk.approve())
        .rootCause()
        .hasMessageContaining("You have approved this change already");
    assertThat(world.made()).isEmpty();

    walk.decide("userTask_approveChange", "colleague", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void secondPersonRejects_nothingIsMade() {
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .decide(
            "userTask_approveChange", "colleague", Map.of("decision", "REJECT", "reason", "No."));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    nothingWasChanged();
  }

  // It said that nobody had decided, and that nothing was changed.
  @Test
  void secondPersonDecidesTooLate_pageSaysNotThatNobodyDid() {
    incidentWith(Fault.BAD_RELEASE).approve().fire("event_noDecisionInTime");

    assertThat(onCall.pages)
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.summary())
                    .contains("not decided on in time, and it was not made")
                    .doesNotContain("obody", "nothing was changed"));
    nothingWasChanged();
  }

  @Test
  void deploymentChangesAfterBothApproved_bothAreAskedAgain() {
    incidentWith(Fault.BAD_RELEASE).approve();
    world.drifted = true;
    walk.decide("userTask_approveChange", "colleague", APPROVE);

    assertThat(walk.briefing("userTask_approveChange"))
        .contains("spec.template changed since", "Approved so far by: nobody");

    walk.approve();

    assertThat(world.made()).isEmpty();
    walk.decide("userTask_approveChange", "colleague", APPROVE);
    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void whoChoseTheCause_isNeitherTheFirstNorTheSecond() {
    incidentWith(Fault.UNEXPLAINED)
        .decide(
            "userTask_chooseCause",
            "oncall",
            Map.of("cause", "CODE_DEPLOYMENT", "reason", "It came with the release."));

    assertThatThrownBy(() -> walk.approve())
        .rootCause()
        .hasMessageContaining("You chose this cause, and its change needs two other people");

    walk.fire("event_noDecision")
        .decide("userTask_approveChange", "colleague", APPROVE)
        .fire("event_noDecision")
        .decide("userTask_approveChange", "senior", APPROVE);

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  @Test
  void otherChange_needsOne() {
    incidentWith(Fault.POOL_EXHAUSTED).approve();

    assertThat(world.made()).containsExactly(ChangeKind.RESTART);
  }

  @Test
  void undoOfAListedChange_needsOne() {
    world.healsByChange = false;
    incidentWith(Fault.BAD_RELEASE)
        .approve()
        .decide("userTask_approveChange", "colleague", APPROVE)
        .fire("event_recoveryTimedOut")
        .decide("userTask_decideNextStep", "senior", UNDO);

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK, ChangeKind.ROLL_BACK);
  }
}
