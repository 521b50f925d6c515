package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.Approved;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A write with each fault, whether it arrived or not: it ends in time and in words, and repeated
 * when the server is well again, it was made once.
 */
class EveryFaultOfAWriteTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  /** With its repetitions, and what is read before. */
  private static final Duration DECLARED = Duration.ofSeconds(15);

  /** What a server says instead of doing it. */
  private static final Set<Fault> REFUSALS =
      EnumSet.of(Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NOT_FOUND, Fault.UNPROCESSABLE);

  private SimulatedWorld world;
  private long before;

  @BeforeEach
  void start() {
    world = SimulatedWorld.start(Pace.test());
    before = generation();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  static Stream<Fault> ofOneServer() {
    return Fault.ofOneServer();
  }

  static Stream<Fault> afterItArrived() {
    return ofOneServer().filter(it -> !REFUSALS.contains(it));
  }

  @ParameterizedTest
  @MethodSource("afterItArrived")
  void arrived_andItsAnswerGoesWrong_isMadeOnce(Fault fault) throws IOException {
    behind(
        EveryFaultOfAWriteTest::isWrite,
        (server, changes) -> {
          Change restart = changes.planRestart(BACKEND, "1-restart");
          server.doesOnceItArrived(fault);
          Throwable said = endsInTime(() -> changes.apply(new Approved(restart, "inc-1")));
          server.doesNothingWrong();

          AppliedChange made = changes.apply(new Approved(restart, "inc-1"));

          if (said != null) { // else it was looked up and found within the first call
            assertThat(said)
                .isInstanceOf(ClusterUnavailable.class)
                .hasMessageContaining("deployment");
          }
          assertThat(made.repeated()).isTrue();
          assertThat(made()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("ofOneServer")
  void doesNotArrive_isSaid_andMadeWhenTheServerIsWell(Fault fault) throws IOException {
    behind(
        EveryFaultOfAWriteTest::isWrite,
        (server, changes) -> {
          Change restart = changes.planRestart(BACKEND, "1-restart");
          server.does(fault);
          Throwable said = endsInTime(() -> changes.apply(new Approved(restart, "inc-1")));
          assertThat(made()).isZero();
          assertThat(said)
              .isInstanceOf(
                  REFUSALS.contains(fault) ? ChangeRefused.class : ClusterUnavailable.class)
              .hasMessageContaining("deployment");
          server.doesNothingWrong();

          AppliedChange made = changes.apply(new Approved(restart, "inc-1"));

          assertThat(made.repeated()).isFalse();
          assertThat(made()).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @MethodSource("ofOneServer")
  void dryRunGoesWrong_isSaidOrPlannedWithoutIt_andNothingIsWritten(Fault fault)
      throws IOException {
    behind(
        EveryFaultOfAWriteTest::isDryRun,
        (server, changes) -> {
          server.does(fault);
          Throwable said = endsInTime(() -> changes.planRestart(BACKEND, "1-restart"));
          if (fault != Fault.FORBIDDEN) { // whoever may not try it computes it
            assertThat(said)
                .isInstanceOf(
                    REFUSALS.contains(fault) || fault == Fault.CONFLICT
                        ? ChangeRefused.class
                        : ClusterUnavailable.class)
                .hasMessageContaining("deployment");
          }
          assertThat(made()).isZero();
        });
  }

  /** A write that comes twice, bound to what it was planned on, is none the second time. */
  private long made() {
    return generation() - before;
  }

  private long generation() {
    return world.cluster().deployment().getMetadata().getGeneration();
  }

  private static boolean isWrite(String request) {
    return request.startsWith("PATCH") && !request.contains("dryRun");
  }

  private static boolean isDryRun(String request) {
    return request.startsWith("PATCH") && request.contains("dryRun");
  }

  /** Changes of a cluster behind a server that does nothing wrong yet. */
  private void behind(Predicate<String> goesWrong, BiConsumer<FaultyServer, ClusterChanges> test)
      throws IOException {
    try (FaultyServer server = new FaultyServer(world.cluster().uri(), goesWrong)) {
      server.doesNothingWrong();
      OutsideCalls.leadingTo("127.0.0.1", server.port(), "http", TIMEOUT)
          .run(context -> test.accept(server, context.getBean(ClusterChanges.class)));
    }
  }

  /** What it throws; null for nothing. */
  private static Throwable endsInTime(Runnable call) {
    long begun = System.nanoTime();
    Throwable thrown = catchThrowableOfType(RuntimeException.class, call::run);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DECLARED);
    return thrown;
  }
}
