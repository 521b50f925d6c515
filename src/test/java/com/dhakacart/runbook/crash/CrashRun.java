package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Ports;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One process, many services that fail in every way, and kills until every point was reached. */
class CrashRun implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CrashRun.class);

  /** Each holds a thread and a connection of the process. */
  private static final int AT_ONCE = 40;

  /** What was stopped by a kill has the other threads to go on. */
  private static final int AT_ONCE_AFTER_A_KILL = 10;

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration ROUND = Duration.ofSeconds(90);
  private static final Duration END = Duration.ofMinutes(6);
  private static final int WAVES = Integer.getInteger("runbook.waves", 6);
  private static final Duration TAKEN_UP_WITHIN = Duration.ofSeconds(5);

  private final KillPoints points;
  private final Counterparts counterparts;
  private final Episodes episodes;
  private final ProductProcess product;
  private final DatabaseProxy proxy;
  private final JdbcClient afterwards;
  private final boolean readableMeanwhile;
  private final Looker looker;
  private final List<Long> takenUpAfterMillis = new ArrayList<>();
  private int stoppedByKills;
  private int timersCompared;

  /**
   * A step that a node has begun.
   *
   * @param until when another node may take it: other than it was once it is let go or taken anew
   */
  private record Begun(String job, String incident, Instant until) {

    boolean isLetGo() {
      return until.equals(Instant.EPOCH);
    }
  }

  private CrashRun(Path folder, List<String> wanted, int servicesAPath, EmbeddedPostgres postgres)
      throws IOException {
    points = new KillPoints(wanted);
    counterparts = new Counterparts(points, servicesAPath);
    readableMeanwhile = postgres != null;
    afterwards =
        JdbcClient.create(
            postgres != null
                ? postgres.getPostgresDatabase()
                : new DriverManagerDataSource(Counterparts.h2(folder), "sa", ""));
    looker = postgres == null ? null : new Looker(afterwards);
    proxy = postgres == null ? null : new DatabaseProxy(postgres.getPort(), points, this::stepOf);
    String url =
        postgres == null
            ? Counterparts.h2(folder)
            : "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(proxy.port());
    Files.writeString(
        folder.resolve("application.yaml"),
        counterparts.settings(
            url,
            postgres == null ? "sa" : "postgres",
            postgres == null ? "" : looker.settings(postgres.getPort())));
    product = new ProductProcess("node", folder, Ports.free(), "--runbook.node.id=node");
    episodes = new Episodes(product::uri, counterparts::decide);
    product.start();
  }

  static CrashRun onPostgres(
      Path folder, EmbeddedPostgres postgres, List<String> points, int servicesAPath)
      throws IOException {
    return new CrashRun(folder, points, servicesAPath, postgres);
  }

  static CrashRun onH2(Path folder, List<String> points, int servicesAPath) throws IOException {
    return new CrashRun(folder, points, servicesAPath, null);
  }

  void killUntilEveryPointWasReached() throws IOException {
    for (int wave = 1; wave <= WAVES && !points.missing().isEmpty(); wave++) {
      letTheDatabaseBeAsked(wave % 2 == 0);
      counterparts.letRestartsFail(wave % 2 != 0);
      points.arm(AT_ONCE);
      counterparts.breakEverything(episodes);
      while (waitUntilParked()) {
        killAndRestart();
        points.arm(AT_ONCE);
      }
      points.released();
      awaitEnd();
      log.info(
          "Wave {}: {} points reached, {} incidents so far, missing {}",
          wave,
          points.reached().size(),
          episodes.incidents().size(),
          points.missing());
    }
  }

  /** Where it can, exhausted pools are a whole restart, and else a probe. */
  private void letTheDatabaseBeAsked(boolean may) {
    if (looker != null) {
      looker.may(may);
    }
  }

  void everyPointWasReached() {
    assertThat(points.missing()).as("kill points that no incident came to").isEmpty();
  }

  /** Whether anybody waits to be killed; not when all has ended, or nobody comes any more. */
  private boolean waitUntilParked() {
    Instant begun = Instant.now();
    Instant last = begun;
    int seen = 0;
    while (points.parked() < AT_ONCE && Instant.now().isBefore(begun.plus(ROUND))) {
      pause(Duration.ofMillis(200));
      if (points.parked() != seen) {
        seen = points.parked();
        last = Instant.now();
      }
      boolean moreMayCome = seen < AT_ONCE / 4 && points.missing().size() > AT_ONCE / 4;
      Duration patience = moreMayCome ? QUIET.multipliedBy(3) : QUIET;
      boolean quiet = Instant.now().isAfter(last.plus(patience));
      if (quiet && (seen > 0 || episodes.open() == 0)) {
        break;
      }
    }
    counterparts.everythingIsReachable(); // whoever waited for a silent cluster waited long enough
    return points.parked() > 0;
  }

  private void killAndRestart() throws IOException {
    Timers before = Timers.of(episodes);
    int parked = points.parked();
    product.kill();
    points.released();
    Set<Begun> stopped = begun();
    stoppedByKills += stopped.size();
    log.info(
        "Killed with {} waiting at their points, {} steps at work, {} timers",
        parked,
        stopped.size(),
        before.due().size());
    points.arm(AT_ONCE_AFTER_A_KILL);
    product.start();
    Instant ready = Instant.now();
    Timers after = Timers.of(episodes);
    Instant now = Instant.now();
    if (readableMeanwhile) {
      awaitTakenUp(stopped, ready);
    }
    assertThat(after.changed(before, now)).as("timers that were not due").isEmpty();
    timersCompared += before.notDue(now);
  }

  private Set<Begun> begun() {
    return !readableMeanwhile
        ? Set.of()
        : Set.copyOf(
            afterwards
                .sql(
                    """
                    select ID_, PROCESS_INSTANCE_ID_, LOCK_EXP_TIME_ from ACT_RU_JOB
                    where LOCK_OWNER_ is not null and PROCESS_INSTANCE_ID_ is not null""")
                .query(
                    (row, n) ->
                        new Begun(
                            row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list());
  }

  private void awaitTakenUp(Set<Begun> stopped, Instant ready) {
    Duration within = product.asSlowAsTheMachine(TAKEN_UP_WITHIN);
    for (Set<String> still = standStill(stopped); !still.isEmpty(); still = standStill(stopped)) {
      assertThat(Duration.between(ready, Instant.now()))
          .as("since the restart, while of %d steps those of %s stand still", stopped.size(), still)
          .isLessThan(within);
      pause(Duration.ofMillis(50));
    }
    takenUpAfterMillis.add(Duration.between(ready, Instant.now()).toMillis());
  }

  /** Of an incident one step at a time may be at work. */
  private Set<String> standStill(Set<Begun> stopped) {
    Set<Begun> now = begun();
    Set<String> atWork =
        now.stream()
            .filter(it -> !stopped.contains(it) && !it.isLetGo())
            .map(Begun::incident)
            .collect(Collectors.toSet());
    return now.stream()
        .filter(it -> stopped.contains(it) || it.isLetGo())
        .map(Begun::incident)
        .filter(it -> !atWork.contains(it))
        .collect(Collectors.toSet());
  }

  private void awaitEnd() {
    Instant begun = Instant.now();
    while (episodes.open() > 0 || episodes.incidents().size() < counterparts.count()) {
      if (Instant.now().isAfter(begun.plus(END))) {
        throw new AssertionError(episodes.open() + " incidents do not end: " + waiting());
      }
      pause(Duration.ofSeconds(1));
    }
  }

  private String waiting() {
    try {
      return episodes.get("/engine-rest/incident") + episodes.get("/engine-rest/job?maxResults=20");
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** After SIGTERM, which ends what runs. */
  void everythingIsThereOnce() {
    product.terminate();
    new Verdict(afterwards, counterparts, episodes).everythingIsThereOnce();
    assertThat(timersCompared).isPositive();
    if (readableMeanwhile) {
      assertThat(stoppedByKills).as("steps that were at work when it was killed").isPositive();
    }
    log.info(
        "{} kills at {} points; jobs went on {} ms after a restart; {} timers stayed as they were",
        points.round(),
        points.reached().size(),
        takenUpAfterMillis,
        timersCompared);
  }

  private String stepOf(String job) {
    return afterwards
        .sql(
            "select d.ACT_ID_ from ACT_RU_JOB j join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_ where j.ID_ = ?")
        .param(job)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    episodes.close();
    product.close();
    if (proxy != null) {
      proxy.close();
    }
    counterparts.close();
  }
}
