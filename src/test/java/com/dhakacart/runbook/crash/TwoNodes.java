package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Two nodes of the engine on one PostgreSQL, each behind a cable of its own. Alerts and decisions
 * go to the one and to the other in turn, whoever has the session.
 */
abstract class TwoNodes {

  private static final Logger log = LoggerFactory.getLogger(TwoNodes.class);

  /** Shorter than in production, where it is 90 s, so that nobody waits for it. */
  static final Duration LOCK = Duration.ofSeconds(15);

  static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

  @TempDir private Path folder;

  final List<ProductProcess> nodes = new CopyOnWriteArrayList<>();
  final List<DatabaseProxy> cables = new ArrayList<>();
  final KillPoints points;
  private EmbeddedPostgres postgres;
  Counterparts counterparts;
  Episodes episodes;
  JdbcClient database;

  /**
   * @param wanted where a step may be held up
   */
  TwoNodes(Collection<String> wanted) {
    points = new KillPoints(wanted);
  }

  @BeforeEach
  void prepare() throws IOException {
    postgres =
        Postgres.builder()
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

  ProductProcess node(String name, int cable) {
    return ProductProcess.onPostgres(name, folder, cable, LOCK)
        .with("--camunda.bpm.job-execution.queue-capacity=5");
  }

  void awaitTakenOver(ProductProcess gone, ProductProcess by, Instant since) {
    int left = lockedBy(gone);
    assertThat(left).as("jobs of %s that are to be taken over", gone.name()).isPositive();
    Duration noticed = by.asSlowAsTheMachine(NOTICED_WITHIN);
    while (lockedBy(gone) > 0) {
      assertThat(Duration.between(since, Instant.now()))
          .as("until the other node has all %d jobs of %s", left, gone.name())
          .isLessThan(LOCK.plus(noticed));
      pause(Duration.ofMillis(100));
    }
    log.info(
        "{} jobs of {} were taken over within {} ms, by locks of {} s",
        left,
        gone.name(),
        Duration.between(since, Instant.now()).toMillis(),
        LOCK.toSeconds());
  }

  int lockedBy(ProductProcess node) {
    assertThat(
            database
                .sql("select distinct LOCK_OWNER_ from ACT_RU_JOB where LOCK_OWNER_ is not null")
                .query(String.class)
                .list())
        .as("nodes that have jobs, by the names that were given to them")
        .isSubsetOf(nodes.stream().map(ProductProcess::name).toList());
    return database
        .sql("select count(*) from ACT_RU_JOB where LOCK_OWNER_ = ?")
        .param(node.name())
        .query(Integer.class)
        .single();
  }

  /** As a process that starts while this one has lost the database; it lives until it is closed. */
  Connection takeNameOf(ProductProcess node) throws SQLException {
    Connection other = postgres.getPostgresDatabase().getConnection();
    JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(other, true));
    session
        .sql(
            """
            select pg_terminate_backend(pid, 10000) from pg_locks
            where locktype = 'advisory'
              and (classid::bigint << 32 | objid::bigint) = hashtextextended(?, 0)""")
        .param("runbook node " + node.name())
        .query(Boolean.class)
        .single();
    assertThat(
            session
                .sql("select pg_try_advisory_lock(hashtextextended(?, 0))")
                .param("runbook node " + node.name())
                .query(Boolean.class)
                .single())
        .isTrue();
    return other;
  }

  /** After SIGTERM, which ends what runs. */
  void everythingIsThereOnce() {
    awaitPages();
    nodes.forEach(ProductProcess::terminate);
    new Verdict(database, counterparts, episodes).everythingIsThereOnce();
  }

  /** Who is back after a kill sends what it was sending, a moment after its start. */
  private void awaitPages() {
    await()
        .atMost(TwoNodesIT.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        database
                            .sql(
                                "select incident_key, stage, tried_by, problem from runbook_page where sent_at is null and sent_with is null")
                            .query()
                            .listOfRows())
                    .as("pages that nobody has sent yet")
                    .isEmpty());
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
