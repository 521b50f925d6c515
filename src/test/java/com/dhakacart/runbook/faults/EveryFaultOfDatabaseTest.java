package com.dhakacart.runbook.faults;

import static com.dhakacart.runbook.faults.FaultyPostgres.that;
import static com.dhakacart.runbook.faults.FaultyPostgres.thatSays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.faults.FaultyPostgres.Point;
import com.dhakacart.runbook.fixtures.Ports;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A look into the backend's database with each thing that PostgreSQL can do wrong. */
class EveryFaultOfDatabaseTest {

  private static final Duration TIMEOUT = Duration.ofMillis(300);

  /** Of a look: to connect and to ask, in whole seconds, with what a busy machine takes. */
  private static final Duration DECLARED = Duration.ofSeconds(10);

  private static final long ENOUGH_BYTES = 64L * 1024 * 1024;

  static Stream<Arguments> garbledAnywhere() {
    return Arrays.stream(Point.values())
        .flatMap(at -> Arrays.stream(Garbled.values()).map(it -> Arguments.of(it, at)));
  }

  @ParameterizedTest
  @MethodSource("garbledAnywhere")
  void answerIsNone_itEndsInTimeAndInSize_andSaysWhy(Garbled garbled, Point at) throws Exception {
    try (FaultyPostgres server = that(garbled, at)) {
      assertThat(said(server.port())).containsPattern(named(garbled));
      if (garbled != Garbled.SILENCE) { // whoever is told nothing is not missed
        await().untilAsserted(() -> assertThat(server.open()).isZero());
      }
      assertThat(server.taken()).isLessThan(ENOUGH_BYTES);
    }
  }

  private static String named(Garbled garbled) {
    return switch (garbled) {
      case GONE, HALF -> "EOFException";
      case GARBAGE -> "SSL connection|Protocol error|Unexpected packet";
      case HUGE, DRIP -> "more than 16 MB|do not end|timed out|SSL message";
      case SILENCE -> "timed out";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "LOGIN, 28P01, password authentication failed for user \"runbook\"",
    "LOGIN, 3D000, database \"shop\" does not exist",
    "LOGIN, 42501, permission denied for database \"shop\"",
    "LOGIN, 53300, remaining connection slots are reserved",
    "LOGIN, 57P03, the database system is starting up",
    "QUESTION, 42501, permission denied for function",
    "QUESTION, 53200, out of memory",
    "QUESTION, 57014, canceling statement due to statement timeout",
    "QUESTION, 57P01, terminating connection due to administrator command"
  })
  void serverRefuses_whatItSaysIsSaid(Point at, String state, String words) throws Exception {
    try (FaultyPostgres server = thatSays(state, words, at)) {
      assertThat(said(server.port())).contains(words, "check runbook.database");
    }
  }

  /** Of such sizes the driver makes arrays, before it has read anything. */
  @ParameterizedTest
  @CsvSource({"2147483637, maxResultBuffer limit", "-2, NegativeArraySizeException"})
  void rowThatNobodyCanHold_isNotHeld(int bytes, String named) throws Exception {
    try (FaultyPostgres server = FaultyPostgres.withARowOf(bytes)) {
      assertThat(said(server.port())).contains(named);
    }
  }

  @Test
  void nobodyListens_isSaid() {
    assertThat(said(Ports.nobodys())).contains("refused");
  }

  private static String said(int port) {
    return said(OutsideCalls.leadingTo("127.0.0.1", port, "http", TIMEOUT));
  }

  /** What the look says of its failure, in time. */
  private static String said(ApplicationContextRunner application) {
    String[] said = new String[1];
    application.run(
        context -> {
          long begun = System.nanoTime();
          said[0] =
              CompletableFuture.supplyAsync(
                      () -> OutsideCalls.make("backend's PostgreSQL", context))
                  .orTimeout(DECLARED.toMillis(), TimeUnit.MILLISECONDS)
                  .join();
          assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DECLARED);
        });
    return said[0];
  }
}
