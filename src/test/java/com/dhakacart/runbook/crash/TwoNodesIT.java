package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.simulation.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

/** One of two nodes goes in every way, while everything fails that can. */
@Tag("endurance-alone")
class TwoNodesIT extends TwoNodes {

  /** A health check of 25 s, asked twice. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(50);

  private static final Duration AHEAD = Duration.ofSeconds(30);

  /** Who has had a step for so long does not end it in this very moment. */
  private static final Duration HELD_UP = Duration.ofSeconds(2);

  TwoNodesIT() {
    super(
        Stream.of("restart", "limits", "template", "config map", "page")
            .flatMap(kind -> Stream.of(Worlds.asked(kind), Worlds.notAnswered(kind)))
            .toList());
  }

  @Test
  void oneIsKilledInTheMiddle_theOtherTakesOverWhenItsLocksEnd() {
    int busy = breakEverything_untilOneIsHeldUp();
    nodes.get(busy).kill();
    Instant dead = Instant.now();
    points.released();

    awaitTakenOver(nodes.get(busy), nodes.get(1 - busy), dead);
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    nodes.get(busy).start();
    everythingIsThereOnce();
  }

  @Test
  void cableToTheDatabaseIsCut_whoComesBackLateWritesNothingThatWasTakenOver() {
    int busy = breakEverything_untilOneIsHeldUp();
    cables.get(busy).cut();
    points.gone();
    Instant cut = Instant.now();
    counterparts.worlds().passOnLate();

    awaitTakenOver(nodes.get(busy), nodes.get(1 - busy), cut);
    points.released();
    cables.get(busy).mend();
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void oneHangs_itsChangesArriveLate_andAreMadeOnce() {
    int busy = breakEverything_untilOneIsHeldUp();
    nodes.get(busy).signal("STOP");
    points.gone();
    Instant hangs = Instant.now();
    counterparts.worlds().passOnLate();

    awaitTakenOver(nodes.get(busy), nodes.get(1 - busy), hangs);
    points.released();
    nodes.get(busy).signal("CONT");
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void clocksAre30SecondsApart_theLongestStepIsLeftToWhoBeganIt_andNothingIsDoneTwice()
      throws Exception {
    ProductProcess ahead = nodes.get(1);
    assumeTrue(ahead.clockAhead(AHEAD), "libfaketime is not installed");
    Duration lock = shippedLock();
    nodes.forEach(
        it -> it.with("--camunda.bpm.job-execution.lock-time-in-millis=" + lock.toMillis()));

    nodes.get(0).start(); // begins the steps that are held up
    ahead.begin();
    // a page has 10 s; whose page is on its way for 60 s by any clock is taken for dead
    points.leaveOut(Worlds.asked("page"));
    points.leaveOut(Worlds.notAnswered("page"));
    points.arm(8);
    counterparts.worlds().passOnLate();
    counterparts.breakEverything(episodes);
    ahead.awaitReady();
    Instant here = Instant.now();
    assertThat(ahead.clock()).as("its clock").isAfter(here.plus(AHEAD.dividedBy(2)));
    await()
        .atMost(lock)
        .untilAsserted(
            () ->
                assertThat(locked(nodes.get(0), LONGEST_STEP, lock))
                    .as("jobs that it has had for as long as the longest step takes")
                    .isPositive());
    points.released();
    counterparts.everythingIsReachable();
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void anotherProcessTakesTheNameOfOne_thatIsNeitherReadyNorLive_andRunsNothing_theOtherGoesOn()
      throws SQLException {
    nodes.forEach(ProductProcess::start);
    ProductProcess nameless = nodes.get(0);
    try (Connection other = takeNameOf(nameless)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(nameless.isLive()).isFalse();
                assertThat(nameless.isReady()).isFalse();
              });
      assertThat(nameless.log()).content().contains("Another process has taken the name runbook-0");
      counterparts.worlds().fault(0, Fault.BAD_RELEASE);
      episodes.fire(List.of(Worlds.service(0)));
      await()
          .atMost(PATIENCE)
          .failFast("it runs jobs", () -> lockedBy(nameless) > 0)
          .until(() -> !episodes.incidents().isEmpty() && episodes.open() == 0);
    }
    everythingIsThereOnce();
  }

  @Test
  void oneAfterTheOtherIsRestartedWithSigterm_nothingIsLost() {
    nodes.forEach(ProductProcess::start);
    counterparts.breakEverything(episodes);
    counterparts.everythingIsReachable();
    for (ProductProcess node : nodes) {
      pause(Duration.ofSeconds(3));
      await().atMost(PATIENCE).until(() -> lockedBy(node) > 0);
      node.terminate();
      assertThat(lockedBy(node)).as("jobs that %s left behind", node.name()).isZero();
      node.start();
    }
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  /** {@code -Dupgrade.from} is its jar: the product as it was at a commit, packaged. */
  @Test
  void releaseBefore_isReplacedNodeByNode_whileAlertsAndDecisionsComeToEither() {
    String before = System.getProperty("upgrade.from", "");
    assumeTrue(!before.isBlank(), "-Dupgrade.from is not the jar of the release before");
    counterparts.letRestartsFail(false);
    nodes.forEach(it -> it.of(Path.of(before)).start());
    counterparts.breakThoseAtRest(episodes, everyOther(0));
    replace(0);
    counterparts.breakThoseAtRest(episodes, everyOther(1));
    counterparts.everythingIsReachable();
    replace(1);
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  private Set<String> everyOther(int first) {
    return IntStream.iterate(first, it -> it < counterparts.count(), it -> it + 2)
        .mapToObj(Worlds::service)
        .collect(Collectors.toSet());
  }

  private void replace(int which) {
    pause(Duration.ofSeconds(20));
    ProductProcess before = nodes.get(which);
    before.terminate();
    nodes.set(which, node(before.name(), cables.get(which).port()).start());
  }

  /**
   * @return which of them
   */
  private int breakEverything_untilOneIsHeldUp() {
    nodes.forEach(ProductProcess::start);
    points.arm(8);
    counterparts.breakEverything(episodes);
    Instant begun = Instant.now();
    while (points.parked() < 3 && Instant.now().isBefore(begun.plusSeconds(90))) {
      pause(Duration.ofMillis(200));
    }
    counterparts.everythingIsReachable();
    assertThat(points.parked()).as("effects that are held up").isPositive();
    return await().atMost(PATIENCE).until(this::whoIsHeldUp, Optional::isPresent).get();
  }

  private Optional<Integer> whoIsHeldUp() {
    return IntStream.range(0, nodes.size())
        .boxed()
        .filter(it -> isHeldUp(nodes.get(it)))
        .findFirst();
  }

  /** Whether it has a step that it neither ends now, nor loses to the other. */
  private boolean isHeldUp(ProductProcess node) {
    Instant now = Instant.now();
    return database
            .sql(
                "select count(*) from ACT_RU_JOB where LOCK_OWNER_ = ? and LOCK_EXP_TIME_ between ? and ?")
            .params(
                node.name(),
                Timestamp.from(now.plus(HELD_UP)),
                Timestamp.from(now.plus(LOCK).minus(HELD_UP)))
            .query(Integer.class)
            .single()
        > 0;
  }

  private static Duration shippedLock() throws IOException {
    Object millis =
        new YamlPropertySourceLoader()
            .load("shipped", new ClassPathResource("application.yaml"))
            .get(0)
            .getProperty("camunda.bpm.job-execution.lock-time-in-millis");
    return Duration.ofMillis(Long.parseLong(millis.toString()));
  }

  /** How many of its jobs it has had for so long; a lock is not renewed. */
  private int locked(ProductProcess node, Duration time, Duration lock) {
    return database
        .sql("select count(*) from ACT_RU_JOB where LOCK_OWNER_ = ? and LOCK_EXP_TIME_ <= ?")
        .params(node.name(), Timestamp.from(Instant.now().plus(lock).minus(time)))
        .query(Integer.class)
        .single();
  }
}
