package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.ProductProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes of the engine on one PostgreSQL, each behind a cable of its own. Alerts and decisions
 * go to the one and to the other in turn, whoever has the session.
 */
@Tag("endurance-alone")
class TwoNodesIT {

  private static final Logger log = LoggerFactory.getLogger(TwoNodesIT.class);

  /** Shorter than in production, where it is 90 s, so that nobody waits for it. */
  private static final Duration LOCK = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

  @TempDir private Path folder;

  private final List<ProductProcess> nodes = new CopyOnWriteArrayList<>();
  private final List<DatabaseProxy> cables = new ArrayList<>();
  private KillPoints points;
  private EmbeddedPostgres postgres;
  private Counterparts counterparts;
  private Episodes episodes;
  private JdbcClient database;

  @BeforeEach
  void prepare() throws IOException {
    points =
        new KillPoints(
            Stream.of("restart", "limits", "template", "config map", "page")
                .flatMap(kind -> Stream.of(Worlds.asked(kind), Worlds.notAnswered(kind)))
                .toList());
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "300")
            .setServerConfig("synchronous_commit", "on")
            .start();
    database = JdbcClient.create(postgres.getPostgresDatabase());
    counterparts = new Counterparts(points, 1);
    episodes = new Episodes(() -> ProductProcess.anyThatRuns(nodes), counterparts::decide);
    Files.writeString(
        folder.resolve("application.yaml"), counterparts.settings("set below", "postgres", ""));
    for (String name : List.of("runbook-0", "runbook-1")) {
      cables.add(new DatabaseProxy(postgres.getPort(), points, job -> null));
      nodes.add(node(name, cables.get(cables.size() - 1).port()));
    }
  }

  @AfterEach
  void stop() throws IOException {
    episodes.close();
    nodes.forEach(ProductProcess::close);
    cables.forEach(DatabaseProxy::close);
    counterparts.close();
    postgres.close();
  }

  @Test
  void oneIsKilledInTheMiddle_theOtherTakesOverWhenItsLocksEnd() {
    breakEverything_untilSomeWaitAtTheirPoints();
    nodes.get(0).kill();
    Instant dead = Instant.now();
    points.released();

    awaitTakenOverFrom("runbook-0", dead);
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    nodes.get(0).start();
    everythingIsThereOnce();
  }

  @Test
  void cableToTheDatabaseIsCut_whoComesBackLateWritesNothingThatWasTakenOver() {
    breakEverything_untilSomeWaitAtTheirPoints();
    cables.get(0).cut();
    Instant cut = Instant.now();
    counterparts.worlds().passOnLate();

    awaitTakenOverFrom("runbook-0", cut);
    points.released();
    cables.get(0).mend();
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void oneHangs_itsChangesArriveLate_andAreMadeOnce() {
    breakEverything_untilSomeWaitAtTheirPoints();
    nodes.get(0).signal("STOP");
    Instant hangs = Instant.now();
    counterparts.worlds().passOnLate();

    awaitTakenOverFrom("runbook-0", hangs);
    points.released();
    nodes.get(0).signal("CONT");
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void clocksAre30SecondsApart_nothingIsDoneTwice() {
    ProductProcess ahead = nodes.get(1);
    assumeTrue(ahead.clockAhead(Duration.ofSeconds(30)), "libfaketime is not installed");
    // as in production: a lock outlives the longest step although the other clock is ahead
    nodes.forEach(it -> it.with("--camunda.bpm.job-execution.lock-time-in-millis=90000").start());

    counterparts.breakEverything(episodes);
    counterparts.everythingIsReachable();
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    everythingIsThereOnce();
  }

  @Test
  void oneAfterTheOtherIsRestartedWithSigterm_nothingIsLost() {
    nodes.forEach(ProductProcess::start);
    counterparts.breakEverything(episodes);
    counterparts.everythingIsReachable();
    for (ProductProcess node : nodes) {
      pause(Duration.ofSeconds(3));
      node.terminate();
      assertThat(lockedBy(node.name())).as("jobs that %s left behind", node.name()).isZero();
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

  private void breakEverything_untilSomeWaitAtTheirPoints() {
    nodes.forEach(ProductProcess::start);
    points.arm(8);
    counterparts.breakEverything(episodes);
    Instant begun = Instant.now();
    while (points.parked() < 3 && Instant.now().isBefore(begun.plusSeconds(90))) {
      pause(Duration.ofMillis(200));
    }
    counterparts.everythingIsReachable();
    assertThat(points.parked()).as("effects that are held up").isPositive();
  }

  private void awaitTakenOverFrom(String node, Instant since) {
    int left = lockedBy(node);
    Duration noticed = nodes.get(1).asSlowAsTheMachine(NOTICED_WITHIN);
    while (lockedBy(node) > 0) {
      assertThat(Duration.between(since, Instant.now()))
          .as("until the other node has all %d jobs of %s", left, node)
          .isLessThan(LOCK.plus(noticed));
      pause(Duration.ofMillis(100));
    }
    log.info(
        "{} jobs of {} were taken over within {} ms, by locks of {} s",
        left,
        node,
        Duration.between(since, Instant.now()).toMillis(),
        LOCK.toSeconds());
  }

  private int lockedBy(String node) {
    return database
        .sql("select count(*) from ACT_RU_JOB where LOCK_OWNER_ = ?")
        .param(node)
        .query(Integer.class)
        .single();
  }

  private void everythingIsThereOnce() {
    nodes.forEach(ProductProcess::terminate);
    new Verdict(database, counterparts, episodes).everythingIsThereOnce();
  }

  private ProductProcess node(String name, int cable) {
    return ProductProcess.onPostgres(name, folder, cable, LOCK)
        .with("--camunda.bpm.job-execution.queue-capacity=5");
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
