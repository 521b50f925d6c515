package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void sameQuestionInTheSameMoment_isAskedOnce() {
    Shared<String, Integer> shared = new Shared<>(Duration.ofMinutes(1));

    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(1);
    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(1);
    assertThat(shared.get("events", asked::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void tooOld_isAskedAgain() {
    Shared<String, Integer> shared = new Shared<>(Duration.ofNanos(1));

    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(1);
    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void failure_isNotKept() {
    Shared<String, Integer> shared = new Shared<>(Duration.ofMinutes(1));

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                shared.get(
                    "pods",
                    () -> {
                      throw new IllegalStateException("away");
                    }));
    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(1);
  }
}
