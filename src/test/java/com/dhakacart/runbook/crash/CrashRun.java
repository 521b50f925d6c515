package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One process, many services that fail in every way, and kills until every point was reached. */
class CrashRun implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CrashRun.class);

  /** Each holds a thread and a connection of the process. */
  private static final int AT_ONCE = 40;

  private static final Duration QUIET = Duration.ofSeconds(8);
  private static final Duration ROUND = Duration.ofSeconds(90);
  private static final Duration END = Duration.ofMinutes(6);
  private static final int WAVES = 4;
  private static final int TAKEN_UP_WITHIN_SECONDS = 5;

  private final KillPoints points;
  private final Counterparts counterparts;
  private final Episodes episodes;
  private final ProductProcess product;
  private final DatabaseProxy proxy;
  private final JdbcClient afterwards;
  private final boolean readableMeanwhile;
  private final List<Long> takenUpAfterMillis = new ArrayList<>();

  private CrashRun(Path folder, List<String> wanted, int servicesAPath, EmbeddedPostgres postgres)
      throws IOException {
    points = new KillPoints(wanted);
    counterparts = new Counterparts(points, servicesAPath);
    readableMeanwhile = postgres != null;
    afterwards =
        JdbcClient.create(
            postgres != null
                ? postgres.getPostgresDatabase()
                : new DriverManagerDataSource(
                    "jdbc:h2:file:" + folder.resolve("runbook"), "sa", ""));
    proxy = postgres == null ? null : new DatabaseProxy(postgres.getPort(), points, this::stepOf);
    String url =
        postgres == null
            ? "jdbc:h2:file:%s;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;WRITE_DELAY=0"
                .formatted(folder.resolve("runbook"))
            : "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(proxy.port());
    Files.writeString(
        folder.resolve("application.yaml"),
        counterparts.settings(url, postgres == null ? "sa" : "postgres", ""));
    product =
        new ProductProcess("node", folder, ProductProcess.freePort(), "--runbook.node.id=node");
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
      counterparts.breakEverything(episodes);
      points.arm(AT_ONCE);
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
      Duration patience = seen < AT_ONCE / 4 ? QUIET.multipliedBy(3) : QUIET;
      boolean quiet = Instant.now().isAfter(last.plus(patience));
      if (quiet && (seen > 0 || episodes.open() == 0)) {
        break;
      }
    }
    counterparts.everythingIsReachable(); // whoever waited for a silent cluster waited long enough
    return points.parked() > 0;
  }

  private void killAndRestart() throws IOException {
    Map<String, String> before = episodes.timers();
    int parked = points.parked();
    product.kill();
    points.released();
    List<String> running = runningJobs();
    product.start();
    Instant ready = Instant.now();
    if (readableMeanwhile) {
      awaitTakenUp(running, ready);
    }
    assertThat(kept(before, episodes.timers())).as("due dates of timers that changed").isEmpty();
    log.info(
        "Killed with {} waiting at their points, {} jobs running, {} timers",
        parked,
        running.size(),
        before.size());
  }

  private static Map<String, String> kept(Map<String, String> before, Map<String, String> after) {
    Map<String, String> changed = new TreeMap<>();
    after.forEach(
        (timer, due) -> {
          if (!before.getOrDefault(timer, due).equals(due)) {
            changed.put(timer, before.get(timer) + " -> " + due);
          }
        });
    return changed;
  }

  private List<String> runningJobs() {
    return !readableMeanwhile
        ? List.of()
        : afterwards
            .sql("select ID_ from ACT_RU_JOB where LOCK_OWNER_ is not null")
            .query(String.class)
            .list();
  }

  private void awaitTakenUp(List<String> jobs, Instant ready) {
    while (!jobs.isEmpty() && notTakenUp(jobs) > 0) {
      assertThat(Duration.between(ready, Instant.now()))
          .as("since the restart; jobs of the killed process that nobody took up")
          .isLessThan(Duration.ofSeconds(TAKEN_UP_WITHIN_SECONDS));
      pause(Duration.ofMillis(50));
    }
    takenUpAfterMillis.add(Duration.between(ready, Instant.now()).toMillis());
  }

  private int notTakenUp(List<String> jobs) {
    return afterwards
        .sql("select count(*) from ACT_RU_JOB where ID_ in (:jobs) and LOCK_EXP_TIME_ < :past")
        .param("jobs", jobs)
        .param("past", java.sql.Timestamp.from(Instant.EPOCH.plusSeconds(1)))
        .query(Integer.class)
        .single();
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
    log.info(
        "{} kills at {} points; jobs went on {} ms after a restart",
        points.round(),
        points.reached().size(),
        takenUpAfterMillis);
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
