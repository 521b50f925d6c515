package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.junit.jupiter.api.Test;

// an approval that a clock collided with was answered with 500
class DecisionRetryTest {

  private final Collisions engine = new Collisions();
  private final DecisionRetry.Retry retry = new DecisionRetry.Retry();

  DecisionRetryTest() {
    retry.setNext(engine);
  }

  @Test
  void decisionCollidesTwice_isTakenAtTheThirdAttempt() {
    engine.collisions = 2;
    retry.execute(new CompleteTaskCmd("task", Map.of()));
    assertThat(engine.attempts).isEqualTo(3);
  }

  /** Tasklist submits its forms; who approved there was told that it did not count. */
  @Test
  void formOfTasklistCollides_isTakenAgain() {
    engine.collisions = 1;
    retry.execute(new SubmitTaskFormCmd("task", Map.of(), false, false));
    assertThat(engine.attempts).isEqualTo(2);
  }

  @Test
  void decisionCollidesAgainAndAgain_fails() {
    engine.collisions = 100;
    assertThatExceptionOfType(OptimisticLockingException.class)
        .isThrownBy(() -> retry.execute(new CompleteTaskCmd("task", Map.of())));
    assertThat(engine.attempts).isEqualTo(5);
  }

  @Test
  void anotherCommandCollides_isLeftToTheEngine() {
    engine.collisions = 1;
    Command<Void> other = context -> null;
    assertThatExceptionOfType(OptimisticLockingException.class)
        .isThrownBy(() -> retry.execute(other));
    assertThat(engine.attempts).isEqualTo(1);
  }

  private static class Collisions extends CommandInterceptor {

    private int collisions;
    private int attempts;

    @Override
    public <T> T execute(Command<T> command) {
      attempts++;
      if (attempts <= collisions) {
        throw new OptimisticLockingException("a clock was faster");
      }
      return null;
    }
  }
}
