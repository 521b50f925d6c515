package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command in a pod that begins, with each thing that can go wrong then. */
class EveryFaultOfACommandTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** Of a look: three ways to ask a pod, and what a busy machine takes. */
  private static final Duration DECLARED = Duration.ofSeconds(15);

  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  private static final String CPU_STAT = "usage_usec 1\nnr_periods 100\nnr_throttled 25\n";

  private static SimulatedWorld world;

  @BeforeAll
  static void start() {
    world = SimulatedWorld.start(Pace.test());
    world.cluster().refuse("get", "pods/proxy"); // else nobody runs a command to ask for health
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void commandEnds_whatItWroteIsRead() throws IOException {
    assertThat(throttling(CommandInPod.writing(CPU_STAT)).unknownBecause()).isNull();
    assertThat(health(CommandInPod.writing("{\"status\":\"healthy\"}\n200")).value())
        .isNotEmpty()
        .allSatisfy(pod -> assertThat(pod.well()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(Garbled.class)
  void answerIsNone_itEndsInTimeAndInSize_andSaysWhy(Garbled garbled) throws IOException {
    AtomicLong taken = new AtomicLong();

    assertThat(throttling(CommandInPod.of(CPU_STAT, garbled, taken)).unknownBecause())
        .contains("cpu.stat could not be read in any pod: dhakacart-backend-")
        .containsPattern(named(garbled))
        .containsPattern("; (?:look|try|check) ");
    assertThat(taken).hasValueLessThan(ENOUGH_BYTES);
  }

  private static String named(Garbled garbled) {
    return switch (garbled) {
      case GONE, HALF -> "closed";
      case GARBAGE -> "RSV != 0"; // as HTML is read as a head of a message
      case HUGE -> "Max frame length of 4194304 has been exceeded";
      case DRIP, SILENCE -> "no end within 0.5 s";
    };
  }

  @Test
  void commandWritesWithoutEnd_itIsCutOff_andNobodyGoesOnTakingIt() throws IOException {
    AtomicLong taken = new AtomicLong();

    assertThat(throttling(CommandInPod.writingWithoutEnd(taken)).unknownBecause())
        .contains("it writes more than 4 MB; look at ");
    assertThat(taken).hasValueLessThan(ENOUGH_BYTES);
  }

  @Test
  void applicationAnswersWithoutEnd_noOtherWayIsTried() throws IOException {
    assertThat(health(CommandInPod.writingWithoutEnd(new AtomicLong())).value())
        .isNotEmpty()
        .allSatisfy(
            pod -> {
              assertThat(pod.via()).isEqualTo("exec curl");
              assertThat(pod.status()).isZero();
              assertThat(pod.problem()).contains("it writes more than 4 MB");
            });
  }

  @Test
  void connectionIsClosedInGoodOrder_theCommandHasNotEnded() throws IOException {
    assertThat(throttling(CommandInPod.closedBefore("usage_usec 1\n")).unknownBecause())
        .contains("the connection was closed before the command had ended; try again");
  }

  private static Answer<List<PodThrottling>> throttling(CommandInPod command) throws IOException {
    return ask(command, view -> view.throttling(BACKEND), ClusterView.class);
  }

  private static Answer<List<PodHealth>> health(CommandInPod command) throws IOException {
    return ask(command, probe -> probe.health(BACKEND), HealthProbe.class);
  }

  private static <C, T> Answer<T> ask(
      CommandInPod command, Function<C, Answer<T>> question, Class<C> whom) throws IOException {
    AtomicReference<Answer<T>> answer = new AtomicReference<>();
    ExecutorService asking = Executors.newSingleThreadExecutor();
    try (FaultyServer server = new FaultyServer(world.cluster().uri(), none -> false)) {
      server.runs(command);
      OutsideCalls.leadingTo("127.0.0.1", server.port(), "http", Duration.ofSeconds(5))
          .withPropertyValues("runbook.cluster.exec-timeout=" + TIMEOUT.toMillis() + "ms")
          .run(
              context -> {
                C asked = context.getBean(whom);
                answer.set(
                    CompletableFuture.supplyAsync(() -> question.apply(asked), asking)
                        .orTimeout(DECLARED.toSeconds(), TimeUnit.SECONDS)
                        .join());
                await().until(() -> server.callers().open() == 0 || command.isSilent());
              });
      return answer.get();
    } finally {
      asking.shutdownNow();
    }
  }
}
