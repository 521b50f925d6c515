package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.transaction.support.TransactionOperations;

/** What depends on the database, on the one that production uses. */
@DirtiesContext
@Import(PostgresAlertDeskTest.Database.class)
class PostgresAlertDeskTest extends Walking {

  @Autowired TransactionOperations transactions;
  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;

  @Test
  void fiftyDeliveriesAtOnce_startOneIncident() {
    ParallelDeliveries.startOneIncident(
        alerts, RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant()));
  }

  @Test
  void fiftyEpisodesAtOnce_startOneIncident() {
    ParallelDeliveries.ofEpisodesStartOneIncident(alerts, clock.instant());
  }

  /** It joined what was closed at that very moment, and its repeats went on doing so. */
  @Test
  void alertJoinsWhileItsIncidentIsBeingClosed_itIsThereForWhoCloses() throws Exception {
    incidentWith(Fault.BAD_RELEASE);
    CountDownLatch joined = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Void> delivery =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    status -> {
                      walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
                      joined.countDown();
                      awaitLatch(goOn);
                    }));
    joined.await();

    CompletableFuture<Integer> close =
        CompletableFuture.supplyAsync(
            () ->
                transactions.execute(
                    status -> {
                      incidents.close(walk.incident(), Outcome.RECOVERED);
                      return incidents.countEpisodes(walk.incident());
                    }));
    await().until(() -> close.isDone() || whoClosesWaits());
    goOn.countDown();

    delivery.join();
    assertThat(close.join()).isEqualTo(2);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean whoClosesWaits() {
    return jdbc.sql(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'delete from runbook_open_service%'")
            .query(Integer.class)
            .single()
        > 0;
  }

  @Test
  void memoryExhausted_isWalkedToItsEnd() {
    incidentWith(Fault.OUT_OF_MEMORY)
        .fire("event_notImproved")
        .approve()
        .recovers()
        .recordRootCause()
        .decide("userTask_approveTakeBack", "oncall", APPROVE)
        .documentIt();

    assertThat(walk.instance()).isEnded();
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
    assertThat(onCall.stages()).containsExactly("not-improved");
    assertThat(world.made())
        .containsExactly(
            ChangeKind.RAISE_LIMITS,
            ChangeKind.SCALE_OUT,
            ChangeKind.SCALE_OUT,
            ChangeKind.RAISE_LIMITS);
  }

  /** Stopped after everything that uses it. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Database {

    @Bean
    EmbeddedPostgres postgres() throws IOException {
      // off is what an embedded one is started with, and what the product does not start with
      return Postgres.builder().setServerConfig("synchronous_commit", "on").start();
    }

    @Bean
    DynamicPropertyRegistrar address(EmbeddedPostgres postgres) {
      return properties -> {
        properties.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
      };
    }
  }
}
