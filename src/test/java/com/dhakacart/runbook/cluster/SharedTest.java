package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
  void begun_isAskedOnce_andThereForWhoeverNeedsIt() {
    Shared<String, Integer> shared = new Shared<>(Duration.ofMinutes(1));

    shared.begin("pods", asked::incrementAndGet);

    await().until(() -> asked.get() == 1);
    assertThat(shared.get("pods", asked::incrementAndGet)).isEqualTo(1);
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

  @Test
  void failure_isThatOfAllWhoWaitForIt() {
    Shared<String, Integer> shared = new Shared<>(Duration.ofMinutes(1));
    CountDownLatch over = new CountDownLatch(1);
    Supplier<Integer> fails =
        () -> {
          asked.incrementAndGet();
          hold(over);
          throw new IllegalStateException("away");
        };
    List<FutureTask<Integer>> looks =
        List.of(
            new FutureTask<>(() -> shared.get("pods", fails)),
            new FutureTask<>(() -> shared.get("pods", fails)));
    List<Thread> threads = looks.stream().map(Thread::new).toList();

    threads.forEach(Thread::start);
    await().until(() -> threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING));
    over.countDown();

    assertThat(looks).allSatisfy(it -> assertThatThrownBy(it::get).hasRootCauseMessage("away"));
    assertThat(asked).hasValue(1);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
