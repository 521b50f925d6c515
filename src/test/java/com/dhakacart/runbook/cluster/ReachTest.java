package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody waits for a silence that is known. */
class ReachTest {

  private volatile boolean answers;
  private final AtomicInteger asked = new AtomicInteger();
  private final Reach reach =
      new Reach(
          () -> {
            if (!answers) {
              throw silence();
            }
          },
          Duration.ofMillis(5),
          Clock.systemUTC());

  @AfterEach
  void probingEnds() {
    answers = true;
  }

  @Test
  void silentSomeTimes_nobodyAsksIt_andAllAreToldAtOnce() {
    silentFor(5);
    assertThat(reach.outage().orElseThrow().problem()).contains("check the connection");

    assertThatThrownBy(() -> reach.ask(asked::incrementAndGet))
        .isInstanceOf(ClusterUnavailable.class)
        .hasMessageContaining("has not answered since");
    assertThat(asked).hasValue(0);
  }

  @Test
  void fourQuestionsWithoutAnAnswer_areNoOutage_andFiveAre() {
    for (int i = 0; i < 4; i++) {
      fails(ReachTest::silence);
    }
    assertThat(reach.outage()).isEmpty();

    fails(ReachTest::silence);
    assertThat(reach.outage()).isPresent();
  }

  @Test
  void answersAgain_isAskedAsEver() throws InterruptedException {
    silentFor(5);
    answers = true;
    for (int i = 0; i < 1000 && reach.outage().isPresent(); i++) {
      Thread.sleep(5);
    }
    assertThat(reach.outage()).isEmpty();
    assertThat(reach.ask(asked::incrementAndGet)).isEqualTo(1);
  }

  @Test
  void silentNowAndThen_isNoOutage() {
    for (int i = 0; i < 10; i++) {
      silentFor(2);
      reach.ask(asked::incrementAndGet);
    }
    assertThat(reach.outage()).isEmpty();
  }

  @Test
  void refusals_areAnswers_howeverMany() {
    for (int i = 0; i < 20; i++) {
      fails(() -> new KubernetesClientException("forbidden", 403, null));
      fails(() -> new KubernetesClientException("overloaded", 503, null));
      fails(() -> new ClusterUnavailable("429 too many requests", null));
    }
    assertThat(reach.outage()).isEmpty();
  }

  private void silentFor(int times) {
    for (int i = 0; i < times; i++) {
      fails(ReachTest::silence);
      fails(() -> new ClusterUnavailable("no answer", new ConnectException("refused")));
    }
  }

  private void fails(Supplier<RuntimeException> how) {
    assertThatThrownBy(
            () ->
                reach.ask(
                    () -> {
                      throw how.get();
                    }))
        .isInstanceOf(RuntimeException.class);
  }

  private static RuntimeException silence() {
    return new KubernetesClientException(
        "Operation: [get] failed", new SocketTimeoutException("connect timed out"));
  }
}
