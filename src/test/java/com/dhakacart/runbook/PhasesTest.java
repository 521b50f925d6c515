package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.ScriptedWorld.Fault;
import com.dhakacart.runbook.incident.ChangeKind;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the phases of the picture cost, and what they keep for themselves. */
class PhasesTest extends Walking {

  /** The four looks and their join, the five looks and theirs, the plan, the measurement. */
  private static final int JOBS_TO_THE_APPROVAL = 13;

  /** One for the start, and each job has one of its own. */
  @Test
  void approval_isAskedAfterAsManyTransactionsAsBeforeThePhasesWereDrawn() {
    incidentWith(Fault.BAD_RELEASE).task("userTask_approveChange");

    assertThat(walk.jobsDone()).isLessThanOrEqualTo(JOBS_TO_THE_APPROVAL);
  }

  /** Otherwise none of them could be called as a process of its own one day. */
  @Test
  void phases_haveNoVariablesOfTheirOwn() {
    world.refused = EnumSet.allOf(ChangeKind.class);
    incidentWith(Fault.OUT_OF_MEMORY)
        .fire("event_notImproved")
        .fire("event_lookAgain")
        .approve()
        .decide(
            "userTask_changeByHand",
            "oncall",
            Map.of("decision", "NOT_DONE", "output", "I am not allowed to either."));
    world.refused = EnumSet.noneOf(ChangeKind.class);
    walk.decide("userTask_decideNextStep", "senior", tryAgain("RESOURCE_EXHAUSTION"))
        .approve()
        .recovers()
        .recordRootCause();

    assertThat(walk.openTasks()).contains("userTask_approveTakeBack");
    assertThat(walk.variablesOfPhases()).isEmpty();
  }
}
