package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.incident.RefusedRequest;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

@ExtendWith(OutputCaptureExtension.class)
class RefusalsTest {

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  private final HikariDataSource database =
      AuditTables.oneConnection("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  private final AuditTables audit = new AuditTables(database);

  @AfterEach
  void close() throws InterruptedException {
    audit.close();
    audit.connections.destroy();
    database.close();
  }

  @Test
  void firstOfItsKind_isWrittenAtOnce() {
    audit.refusals.record(refusal("/incidents/INC-1/report"));

    await().until(() -> rows().size() == 1);
    assertThat(rows().get(0))
        .isEqualTo(
            new RefusedRequest(
                audit.instant(),
                audit.instant(),
                1,
                "oncall",
                "192.0.2.7",
                "POST /incidents/INC-1/report",
                "this user may not do this",
                403,
                "INC-1"));
  }

  @Test
  void likeOnesOfAMinute_areOneRowMore_whenItIsOver() {
    Instant first = audit.instant();
    for (int i = 0; i < 5; i++) {
      audit.refusals.record(refusal("/a"));
      audit.forward(Duration.ofSeconds(10));
    }
    await().until(() -> rows().size() == 1);
    assertThat(rows()).extracting(RefusedRequest::times).containsExactly(1);

    audit.forward(Duration.ofSeconds(12));

    await().until(() -> rows().size() == 2);
    assertThat(rows())
        .extracting(RefusedRequest::firstAt, RefusedRequest::lastAt, RefusedRequest::times)
        .containsExactly(
            tuple(first.plusSeconds(10), first.plusSeconds(40), 4), tuple(first, first, 1));
  }

  @Test
  void stormThatGoesOn_isARowAMinute_andNotHeldBackUntilItEnds() {
    for (int i = 0; i < 200; i++) {
      audit.refusals.record(refusal("/a"));
      audit.forward(Duration.ofSeconds(1));
    }

    await().until(() -> rows().size() >= 6);
    assertThat(rows()).hasSizeBetween(6, 8);
  }

  @Test
  void other_userAddressRequestReasonStatusOrIncident_isAnotherKind() {
    Refusal one = refusal("/a");
    List<Refusal> kinds =
        List.of(
            one,
            new Refusal("senior", one.from(), one.what(), one.reason(), one.status(), null),
            new Refusal(one.who(), "192.0.2.8", one.what(), one.reason(), one.status(), null),
            refusal("/b"),
            new Refusal(
                one.who(), one.from(), one.what(), Refusal.Reason.NOT_LISTED, one.status(), null),
            new Refusal(one.who(), one.from(), one.what(), one.reason(), 404, null),
            one.concerning("INC-2"));

    kinds.forEach(audit.refusals::record);

    await().until(() -> rows().size() == kinds.size());
  }

  @Test
  void stop_writesWhatWasCounted() throws Exception {
    IntStream.range(0, 7).forEach(it -> audit.refusals.record(refusal("/a")));
    audit.close();

    assertThat(rows()).extracting(RefusedRequest::times).containsExactlyInAnyOrder(1, 6);
  }

  @Test
  @Timeout(30)
  void manyAtOnce_noneIsLostAndNoneTwice() throws Exception {
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(it -> audit.refusals.record(refusal("/" + it % 10)));
    audit.close();

    assertThat(rows()).hasSize(20);
    assertThat(rows().stream().mapToInt(RefusedRequest::times).sum()).isEqualTo(20_000);
    assertThat(audit.meters.get("runbook.refusals").tag("reason", "NOT_ALLOWED").counter().count())
        .isEqualTo(20_000);
  }

  @Test
  void whoTriesAThousandThings_isAHundredRowsAndOneForTheRest_andHidesNobodyElse()
      throws Exception {
    IntStream.range(0, 1000)
        .forEach(
            it ->
                audit.refusals.record(
                    Refusal.of(
                        Refusal.NOBODY,
                        "192.0.2.7",
                        "GET",
                        "/" + it,
                        Refusal.Reason.NOT_LISTED,
                        403)));
    audit.refusals.record(
        Refusal.of("senior", "192.0.2.7", "GET", "/x", Refusal.Reason.NOT_LISTED, 403));
    audit.close();

    assertThat(rows()).hasSize(100 + 2 + 1);
    assertThat(rows().stream().mapToInt(RefusedRequest::times).sum()).isEqualTo(1001);
    assertThat(rows())
        .extracting(RefusedRequest::who, RefusedRequest::what)
        .contains(
            tuple(Refusal.NOBODY, "more than 100 different requests in a minute"),
            tuple("senior", "GET /x"));
  }

  // A hundred harmless ones hid the one that counted, and the incident's report said "nothing".
  @Test
  void whatConcernsAnIncident_isNeverHiddenBehindWhatDoesNot() throws Exception {
    IntStream.range(0, 300)
        .forEach(
            it ->
                audit.refusals.record(
                    Refusal.of(
                        "dba", "192.0.2.7", "POST", "/x/" + it, Refusal.Reason.NOT_ALLOWED, 403)));
    audit.refusals.record(
        Refusal.of(
            "dba",
            "192.0.2.7",
            "POST",
            "/incidents/INC-7/report",
            Refusal.Reason.NOT_ALLOWED,
            403));
    audit.refusals.record(
        Refusal.of(
            "dba", "192.0.2.7", "POST", "/task/1/complete", Refusal.Reason.ANSWER_REFUSED, 400));
    audit.close();

    assertThat(rows())
        .extracting(RefusedRequest::what, RefusedRequest::incident)
        .contains(
            tuple("POST /incidents/INC-7/report", "INC-7"), tuple("POST /task/1/complete", null));
  }

  @Test
  void stepsHoldEveryConnection_refusalIsWrittenAllTheSame() throws Exception {
    try (Connection ofAStep = database.getConnection()) {
      audit.refusals.record(refusal("/a"));
      audit.close();
      assertThat(unrecorded(audit.meters)).isZero();
    }
    assertThat(rows()).hasSize(1);
  }

  @Test
  @Timeout(20)
  void databaseIsAway_callerIsNotHeldUp_andItIsCountedAndSaidOnceAMinute(CapturedOutput output)
      throws Exception {
    RefusalTable away = mock(RefusalTable.class);
    doThrow(new DataAccessResourceFailureException("no database"))
        .when(away)
        .append(any(), any(), any(), anyInt());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    RefusalWriter writer = new RefusalWriter(away, concerned(), audit, meters);
    Refusals refusals = new Refusals(writer, audit, meters);

    IntStream.range(0, 50).forEach(it -> refusals.record(refusal("/" + it)));
    await().until(() -> unrecorded(meters) == 50);
    assertThat(output.toString().split("cannot be written to the audit log", -1)).hasSize(2);

    audit.forward(Duration.ofMinutes(1));
    refusals.record(refusal("/another"));
    await().until(() -> unrecorded(meters) == 51);
    assertThat(output.toString().split("cannot be written to the audit log", -1)).hasSize(3);
    writer.destroy();
  }

  @Test
  @Timeout(20)
  void databaseHangs_queueHasAnEnd_andWhatItDoesNotTakeIsCounted() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    RefusalTable hanging = mock(RefusalTable.class);
    doAnswer(
            it -> {
              answers.await();
              return null;
            })
        .when(hanging)
        .append(any(), any(), any(), anyInt());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    RefusalWriter writer = new RefusalWriter(hanging, concerned(), Clock.systemUTC(), meters);
    int more = 10;

    for (int i = 0; i < RefusalWriter.LONGEST_QUEUE + 1 + more; i++) {
      writer.write(refusal("/" + i), audit.instant(), audit.instant(), 1);
    }

    assertThat(unrecorded(meters)).isEqualTo(more);
    answers.countDown();
    writer.destroy();
  }

  @Test
  void whatIsOlderThanItIsKept_isRemoved_andNothingElse() throws Exception {
    RefusalLog log = new RefusalLog(audit.table, new AuditSettings(Duration.ofDays(2)), audit);
    audit.refusals.record(refusal("/old"));
    audit.forward(Duration.ofDays(1));
    audit.refusals.record(refusal("/young"));
    await().until(() -> rows().size() == 2);
    audit.forward(Duration.ofDays(1).plusSeconds(1));

    log.removeWhatIsOld();
    log.removeWhatIsOld(); // as the other node does

    assertThat(rows()).extracting(RefusedRequest::what).containsExactly("POST /young");
  }

  @Test
  void log_isReadFromTheNewestOn_inPieces_andByIncident() throws Exception {
    RefusalLog log = new RefusalLog(audit.table, new AuditSettings(Duration.ofDays(2)), audit);
    for (int i = 1; i <= 3; i++) {
      audit.refusals.record(refusal("/incidents/INC-" + i));
      audit.forward(Duration.ofSeconds(1));
    }
    await().until(() -> rows().size() == 3);

    List<RefusedRequest> newest = log.newest(LATER, 2);
    assertThat(newest).extracting(RefusedRequest::incident).containsExactly("INC-3", "INC-2");
    assertThat(log.newest(newest.get(1).lastAt(), 2))
        .extracting(RefusedRequest::incident)
        .containsExactly("INC-1");
    assertThat(log.concerning("INC-2")).containsExactly(newest.get(1));
  }

  @Test
  void postgresql_takesTheSame() throws Exception {
    try (EmbeddedPostgres postgres = Postgres.builder().start();
        HikariDataSource pool =
            AuditTables.oneConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
      AuditTables there = new AuditTables(pool);
      there.refusals.record(
          new Refusal(
              "w".repeat(256),
              "f".repeat(65),
              "\u0000\uD83D" + "\uD83D\uDE00".repeat(300),
              Refusal.Reason.WRONG_CREDENTIALS,
              401,
              "k".repeat(64)));
      there.close();
      there.connections.destroy();

      assertThat(unrecorded(there.meters)).isZero();
      assertThat(there.table.concerning("k".repeat(64), 10)).hasSize(1);
      assertThat(there.table.removeOlderThan(LATER)).isOne();
    }
  }

  @Test
  void nothingElseInTheProduct_namesTheTable() throws IOException {
    try (Stream<Path> main = Files.walk(Path.of("src", "main"));
        Stream<Path> delegates = Files.walk(Path.of("delegates"))) {
      assertThat(Stream.concat(main, delegates).filter(Files::isRegularFile))
          .filteredOnAssertions(
              it -> assertThat(it).content().containsPattern("runbook_refusal\\b"))
          .extracting(it -> it.getFileName().toString())
          .containsExactlyInAnyOrder("RefusalTable.java", "V5__refusals.sql");
    }
    assertThat(Path.of("src/main/java/com/dhakacart/runbook/process/ledger/RefusalTable.java"))
        .content()
        .doesNotContain("update runbook_refusal")
        .containsOnlyOnce("delete from runbook_refusal where last_at < ?");
  }

  @Test
  void incidentCannotBeLookedUp_refusalIsKeptWithoutIt(CapturedOutput output) throws Exception {
    audit.refusals.record(refusal("/engine-rest/task/4711/complete")); // there is no engine here
    audit.close();

    assertThat(rows()).singleElement().returns(null, RefusedRequest::incident);
    assertThat(output).contains("task/4711/complete concerns cannot be found");
  }

  private ConcernedIncident concerned() {
    return new ConcernedIncident(audit.connections);
  }

  private List<RefusedRequest> rows() {
    return audit.table.newest(LATER, 10_000);
  }

  private static Refusal refusal(String path) {
    return Refusal.of("oncall", "192.0.2.7", "POST", path, Refusal.Reason.NOT_ALLOWED, 403);
  }

  private static double unrecorded(SimpleMeterRegistry meters) {
    return meters.get("runbook.refusals.unrecorded").counter().count();
  }
}
