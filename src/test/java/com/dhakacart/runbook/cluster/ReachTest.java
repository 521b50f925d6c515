package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import com.dhakacart.runbook.fixtures.SteppedClock;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody waits for a silence that is known. */
class ReachTest {

  private volatile boolean answers;
  private volatile Supplier<RuntimeException> probed = ReachTest::silence;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private final SteppedClock clock = new SteppedClock();
  private final Reach reach =
      new Reach(
          () -> {
            probes.incrementAndGet();
            if (!answers) {
              throw probed.get();
            }
          },
          Duration.ofMillis(5),
          clock);

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
        .hasMessageContaining("does not answer since");
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

  /** In a quiet night nobody asks for minutes, and a node alone may be cut off. */
  @Test
  void nobodyHasAQuestion_itIsAskedAllTheSame_andTheOutageIsKnown() {
    reach.askIfNobodyDoes();
    assertThat(reach.outage()).as("one question").isEmpty();

    for (int i = 0; i < 4; i++) {
      reach.askIfNobodyDoes();
    }

    assertThat(reach.outage()).isPresent();
  }

  @Test
  void somebodyHasAsked_nobodyElseDoesForAMinute() {
    answers = true;
    reach.ask(asked::incrementAndGet);

    reach.askIfNobodyDoes();
    assertThat(probes).hasValue(0);

    clock.forward(Duration.ofSeconds(61));
    reach.askIfNobodyDoes();
    assertThat(probes).hasValue(1);
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
      fails(() -> new KubernetesClientException("broken", 500, null));
      fails(() -> new ClusterUnavailable("429 too many requests", new ApiFailure(429, "busy")));
    }
    assertThat(reach.outage()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void whatAProxyAnswersInItsPlace_isSilence_butNotBetweenAnswers(int code) {
    for (int i = 0; i < 20; i++) {
      fails(() -> new KubernetesClientException("no upstream", code, null));
      reach.ask(asked::incrementAndGet);
    }
    assertThat(reach.outage()).isEmpty();

    for (int i = 0; i < 4; i++) {
      fails(() -> new KubernetesClientException("no upstream", code, null));
    }
    assertThat(reach.outage()).isEmpty();
    fails(() -> new ClusterUnavailable("no upstream", new ApiFailure(code, "no upstream")));
    assertThat(reach.outage()).map(Outage::kind).contains(Kind.SILENCE);
  }

  @Test
  void accountIsUnknown_isToldInItsOwnWords_andWhenThatChanges() {
    probed = ReachTest::unauthorized;
    for (int i = 0; i < 5; i++) {
      fails(ReachTest::unauthorized);
    }
    assertThat(reach.outage()).map(Outage::kind).contains(Kind.REFUSAL);
    assertThatThrownBy(() -> reach.ask(asked::incrementAndGet))
        .isInstanceOf(ClusterUnavailable.class)
        .hasMessageContaining("refuses the runbook's account since")
        .hasMessageContaining("it may have expired")
        .message()
        .doesNotContain("does not answer");

    probed = ReachTest::silence;
    await().until(() -> reach.outage().map(Outage::kind), Optional.of(Kind.SILENCE)::equals);
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

  private static RuntimeException unauthorized() {
    return new ApiFailure(401, "Unauthorized");
  }

  private static RuntimeException silence() {
    return new KubernetesClientException(
        "Operation: [get] failed", new SocketTimeoutException("connect timed out"));
  }
}
