package com.dhakacart.runbook.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private final Plan plan =
      new Plan(
          Cause.RESOURCE_EXHAUSTION,
          "More capacity",
          List.of(change("kubectl patch deployment shop"), change("kubectl scale shop")),
          List.of(),
          Instant.EPOCH);

  @Test
  void refusalEndsWithACommandOfThePlan_whereThatStandsBelow_itIsNotSaidTwice() {
    assertThat(plan.aboveItsCommands("refused (403); type: kubectl scale shop; oncall did not"))
        .isEqualTo("refused (403); type the command below; oncall did not");
  }

  @Test
  void refusalEndsWithAnotherCommand_thatStands() {
    String refusal = "replicasets may not be seen; type: kubectl rollout undo";
    assertThat(plan.aboveItsCommands(refusal)).isEqualTo(refusal);
  }

  // "Undo what was changed" stood there as the newest plan when all was undone.
  @Test
  void allOfItIsMade_saysSo() {
    assertThat(plan.without(List.of("kubectl patch deployment shop")).summary())
        .isEqualTo("More capacity");
    assertThat(
            plan.without(List.of("kubectl patch deployment shop", "kubectl scale shop")).summary())
        .isEqualTo("Done: More capacity");
    assertThat(Plan.nothing(Cause.NONE_OF_THEM, "why", Instant.EPOCH).without(List.of()).summary())
        .isEqualTo("No change is proposed");
  }

  private static Change change(String command) {
    Change change = mock(Change.class);
    when(change.id()).thenReturn(command);
    when(change.command()).thenReturn(command);
    return change;
  }
}
