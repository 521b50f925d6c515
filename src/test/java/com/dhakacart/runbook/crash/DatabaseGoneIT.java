package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * PostgreSQL is away for more than a minute, longer than its driver waits, in the middle of an
 * incident of each path.
 */
@Tag("endurance")
class DatabaseGoneIT {

  private static final Logger log = LoggerFactory.getLogger(DatabaseGoneIT.class);

  private static final Duration AWAY = Duration.ofSeconds(75);
  private static final Duration NOTICED = Duration.ofSeconds(20);

  /** Beside it: a question that is asked every 5 s, its time, and a machine that is busy. */
  private static final Duration NOTICED_LATER = Duration.ofSeconds(25);

  private static final Duration LOCK = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** Its change is approved while the database is away. */
  private static final String DECIDED_MEANWHILE = Worlds.service(0);

  /** Its alert fires while the database is away. */
  private static final int FIRES_MEANWHILE = CrashPath.values().length - 1;

  @TempDir private Path folder;

  private EmbeddedPostgres postgres;
  private JdbcClient database;
  private DatabaseProxy cable;
  private Counterparts counterparts;
  private ProductProcess node;
  private Episodes episodes;
  private volatile Episodes.Asked held;
  private volatile boolean holding = true;

  @BeforeEach
  void prepare() throws IOException {
    postgres =
        Postgres.builder()
            .setServerConfig("max_connections", "200")
            .setServerConfig("synchronous_commit", "on")
            .start();
    database = JdbcClient.create(postgres.getPostgresDatabase());
    cable = new DatabaseProxy(postgres.getPort());
    counterparts = new Counterparts(new KillPoints(List.of()), 1);
    Files.writeString(
        folder.resolve("application.yaml"), counterparts.settings("set below", "postgres", ""));
    node =
        ProductProcess.onPostgres("runbook-0", folder, cable.port(), LOCK)
            // longer than the database is away
            .with("--runbook.approval.give-up-after=2m")
            .start();
    episodes = new Episodes(node::uri, this::decide);
  }

  @AfterEach
  void stop() throws IOException {
    episodes.close();
    node.close();
    cable.close();
    counterparts.close();
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_OFF", "FULL"}) // DatabaseGoneTest has them all
  void awayForMoreThanAMinute_whatIsSentIsRefused_whatRunsGoesOnAndEnds_eachChangeOnce(
      Outage outage) throws IOException {
    FailingPostgres failing = new FailingPostgres(postgres.getPostgresDatabase());
    counterparts.breakThoseAtRest(episodes, Set.of(Worlds.service(FIRES_MEANWHILE)));
    counterparts.everythingIsReachable();
    await().atMost(PATIENCE).until(() -> held != null);

    assertThat(episodes.open()).as("incidents in the middle").isGreaterThan(FIRES_MEANWHILE / 2);

    outage.begin(cable, failing);
    Instant gone = Instant.now();
    counterparts.breakThoseAtRest(episodes, servicesWithIncidents());
    boolean ready = outage == Outage.FULL; // it can be read
    awaitReadiness(ready);
    log.info("{}: noticed within {} s", outage, secondsSince(gone));
    assertThat(node.isLive()).isTrue();
    whatIsSentIsRefused();
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(gone.plus(AWAY)));
    await().atMost(NOTICED_LATER).until(() -> node.isReady() == ready);
    assertThat(episodes.isOnTheWay(Worlds.service(FIRES_MEANWHILE))).isTrue();

    outage.end(cable, failing);
    Instant back = Instant.now();
    holding = false;
    await().atMost(PATIENCE).until(node::isReady);
    log.info("{}: ready {} s after its end", outage, secondsSince(back));
    new OpenIncidents(database).awaitEnd(counterparts, episodes, PATIENCE);
    log.info("{}: all have ended {} s after its end", outage, secondsSince(back));
    assertThat(episodes.decided()).contains(held.task());
    new Verdict(database, counterparts, episodes).everythingIsThereOnce();
  }

  /** Until then a call may have sent its statement, and waits for as long as the driver does. */
  private void awaitReadiness(boolean ready) {
    await()
        .pollDelay(NOTICED)
        .atMost(NOTICED.plus(NOTICED_LATER))
        .until(() -> node.isReady() == ready);
  }

  private void whatIsSentIsRefused() throws IOException {
    HttpResponse<String> decision = episodes.complete(held.task(), counterparts.decide(held));
    assertThat(decision.statusCode()).as(decision.body()).isEqualTo(503);
    assertThat(decision.body()).contains("does not answer now, or is full");
    HttpResponse<String> alert = episodes.deliver(DECIDED_MEANWHILE, Instant.now(), "firing");
    assertThat(alert.statusCode()).as(alert.body()).isEqualTo(503);
    assertThat(alert.body()).contains("Send them again");
  }

  private static long secondsSince(Instant then) {
    return Duration.between(then, Instant.now()).toSeconds();
  }

  private Set<String> servicesWithIncidents() {
    return Set.copyOf(episodes.incidents().values());
  }

  private Map<String, String> decide(Episodes.Asked asked) {
    if (holding
        && asked.service().equals(DECIDED_MEANWHILE)
        && asked.step().equals("userTask_approveChange")) {
      held = asked;
      return Map.of();
    }
    return counterparts.decide(asked);
  }
}
