package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import org.junit.jupiter.api.Test;

/** The look every half minute: whether it is over by itself, whoever says so. */
class LookAgainTest extends Paths {

  @Test
  void resolvedWhileTheNextStepIsDecided_decisionIsWithdrawn() {
    incidentWith(Fault.DATABASE_DOWN);

    itIsOver();
    walk.recovers();

    assertThat(walk.instance())
        .hasPassedInOrder("event_decideNextStepOver", "endEvent_recoveryHeld")
        .hasNotPassed("endEvent_handedOver");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED_BY_ITSELF");
    nothingWasChanged();
  }

  @Test
  void resolvedButErrorsGoOn_decisionStaysOpen() {
    incidentWith(Fault.BAD_RELEASE).alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(walk.instance())
        .hasPassedInOrder("serviceTask_lookAgain", "endEvent_nothingChanged")
        .hasNotPassed("serviceTask_withdrawDecisions");
  }

  @Test
  void endOfTheAlertWasLost_prometheusSaysIt() {
    incidentWith(Fault.BAD_RELEASE);
    world.heal();
    walk.fire("event_lookAgain");

    assertThat(walk.instance()).hasPassed("event_approveChangeOver");
    assertThat(walk.openTasks()).isEmpty();
  }

  // Seen on a real cluster: OOMKilled containers count no errors, and the decision was withdrawn.
  @Test
  void alertResolvesAndNoErrorsAreCounted_butContainersAreKilled_decisionStaysOpen() {
    incidentWith(Fault.OUT_OF_MEMORY);
    world.noErrorsCounted = true;
    walk.alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  @Test
  void alertResolvesAndNobodyAnswersForTheRate_decisionStaysOpen() {
    incidentWith(Fault.BAD_RELEASE);
    world.heal();
    world.prometheusAnswers = false;
    walk.alertResolves().fire("event_lookAgain");

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }
}
