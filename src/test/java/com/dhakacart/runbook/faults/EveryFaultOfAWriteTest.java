package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.changing.Approved;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedCluster;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  /** One for each way to write: to another object, or by another kind of patch. */
  enum Write {
    RESTART("deployment") {
      @Override
      Change plan(ClusterChanges changes) {
        return changes.planRestart(BACKEND, "1-restart");
      }
    },
    RAISE_LIMITS("deployment") {
      @Override
      Change plan(ClusterChanges changes) {
        return changes.planLimits(BACKEND, Map.of("memory", "1Gi"), "1-limits").get(0);
      }
    },
    /** The only JSON patch, whose condition fails with 422. */
    ROLL_BACK("deployment") {
      @Override
      void prepare(SimulatedCluster cluster) {
        cluster.removeAutoscaler(); // it would scale meanwhile
        cluster.setImage("dhakacart/backend:v9");
        await().until(cluster::isRolledOut);
      }

      @Override
      Change plan(ClusterChanges changes) {
        return changes.planRollBack(BACKEND, "1-roll-back");
      }
    },
    /** Of a sub-resource, which carries no mark. */
    SCALE("deployment") {
      @Override
      void prepare(SimulatedCluster cluster) {
        cluster.removeAutoscaler();
      }

      @Override
      Change plan(ClusterChanges changes) {
        return changes.planReplicas(BACKEND, 6, "1-scale").get(0);
      }
    },
    RAISE_AUTOSCALER(SimulatedCluster.AUTOSCALER) {
      @Override
      Change plan(ClusterChanges changes) {
        return changes.planReplicas(BACKEND, 6, "1-scale").get(0);
      }
    },
    DEGRADE("backend-features") {
      @Override
      void prepare(SimulatedCluster cluster) {
        cluster.put(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SimulatedCluster.NAMESPACE)
                .withName("backend-features")
                .endMetadata()
                .addToData("RECOMMENDATIONS", "on")
                .build());
      }

      @Override
      Change plan(ClusterChanges changes) {
        return changes.planDegradation(
            BACKEND,
            "configmaps",
            "backend-features",
            "{\"data\":{\"RECOMMENDATIONS\":\"off\"}}",
            "1-degrade");
      }
    };

    private final String object;

    Write(String object) {
      this.object = object;
    }

    void prepare(SimulatedCluster cluster) {}

    abstract Change plan(ClusterChanges changes);
  }

  /** One kind of write has them all; the others have what each kind could take in its own way. */
  private static final Set<Fault> OF_EVERY_KIND =
      EnumSet.of(Fault.FORBIDDEN, Fault.CONFLICT, Fault.UNPROCESSABLE, Fault.HALF);

  private SimulatedWorld world;
  private long before;

  @BeforeEach
  void start() {
    world = SimulatedWorld.start(Pace.test());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  static Stream<Arguments> ofOneServer() {
    return Arrays.stream(Write.values())
        .flatMap(
            write ->
                Fault.ofOneServer()
                    .filter(it -> write == Write.RESTART || OF_EVERY_KIND.contains(it))
                    .map(it -> Arguments.of(write, it)));
  }

  static Stream<Arguments> afterItArrived() {
    return ofOneServer().filter(it -> !REFUSALS.contains((Fault) it.get()[1]));
  }

  @ParameterizedTest
  @MethodSource("afterItArrived")
  void arrived_andItsAnswerGoesWrong_isMadeOnce(Write write, Fault fault) throws IOException {
    behind(
        write,
        EveryFaultOfAWriteTest::isWrite,
        (server, changes) -> {
          Change change = write.plan(changes);
          server.doesOnceItArrived(fault);
          Throwable said = endsInTime(() -> changes.apply(new Approved(change, "inc-1")));
          server.doesNothingWrong();

          AppliedChange made = changes.apply(new Approved(change, "inc-1"));

          if (said != null) { // else it was looked up and found within the first call
            assertThat(said)
                .isInstanceOf(ClusterUnavailable.class)
                .hasMessageContaining(write.object);
          }
          assertThat(made.repeated()).isTrue();
          made(1, write, server);
        });
  }

  @ParameterizedTest
  @MethodSource("ofOneServer")
  void doesNotArrive_isSaid_andMadeWhenTheServerIsWell(Write write, Fault fault)
      throws IOException {
    behind(
        write,
        EveryFaultOfAWriteTest::isWrite,
        (server, changes) -> {
          Change change = write.plan(changes);
          server.does(fault);
          Throwable said = endsInTime(() -> changes.apply(new Approved(change, "inc-1")));
          made(0, write, server);
          assertThat(said)
              .isInstanceOf(
                  REFUSALS.contains(fault) ? ChangeRefused.class : ClusterUnavailable.class)
              .hasMessageContaining(write.object);
          server.doesNothingWrong();

          AppliedChange made = changes.apply(new Approved(change, "inc-1"));

          assertThat(made.repeated()).isFalse();
          made(1, write, server);
        });
  }

  @ParameterizedTest
  @MethodSource("ofOneServer")
  void dryRunGoesWrong_isSaidOrPlannedWithoutIt_andNothingIsWritten(Write write, Fault fault)
      throws IOException {
    behind(
        write,
        EveryFaultOfAWriteTest::isDryRun,
        (server, changes) -> {
          server.does(fault);
          Throwable said = endsInTime(() -> write.plan(changes));
          if (fault != Fault.FORBIDDEN) { // whoever may not try it computes it
            assertThat(said)
                .isInstanceOf(
                    REFUSALS.contains(fault) || fault == Fault.CONFLICT
                        ? ChangeRefused.class
                        : ClusterUnavailable.class)
                .hasMessageContaining(write.object);
          }
          made(0, write, server);
        });
  }

  /** A write that comes twice, bound to what it was planned on, is none the second time. */
  private void made(int times, Write write, FaultyServer server) {
    assertThat(server.granted(EveryFaultOfAWriteTest::isWrite)).isEqualTo(times);
    // the simulated cluster tidies up a template that a JSON patch put there, and counts that
    if (write.object.equals("deployment") && write != Write.ROLL_BACK) {
      assertThat(generation() - before).isEqualTo(times);
    }
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
  private void behind(
      Write write, Predicate<String> goesWrong, BiConsumer<FaultyServer, ClusterChanges> test)
      throws IOException {
    write.prepare(world.cluster());
    before = generation();
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
