package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the phases of the picture cost, and what they keep for themselves. */
class PhasesTest extends Walking {

  /**
   * The beginning of the first phase, its four looks and what they come to, the five looks and what
   * they come to, and the plan with the measurement before somebody is asked.
   */
  private static final int JOBS_TO_THE_APPROVAL = 1 + 4 + 1 + 5 + 1 + 1;

  /** Where looks meet, each of them arrives by a job of its own. */
  private static final int RUNS_OF_THEM = 1 + 4 + 4 + 5 + 5 + 1;

  /**
   * A phase begins and ends in the transactions of the steps beside it; but the first, so that
   * whoever delivers the alert does not wait for its looks to be stored.
   */
  @Test
  void phasesAfterTheFirst_addNoTransactionsOnTheWayToTheApproval() {
    incidentWith(Fault.BAD_RELEASE).task("userTask_approveChange");

    assertThat(Set.copyOf(walk.jobsDone())).hasSizeLessThanOrEqualTo(JOBS_TO_THE_APPROVAL);
    assertThat(walk.jobsDone()).hasSizeLessThanOrEqualTo(RUNS_OF_THEM);
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
