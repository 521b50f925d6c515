package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.crash.DatabaseProxy;
import com.dhakacart.runbook.crash.FailingPostgres;
import com.dhakacart.runbook.crash.Outage;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.simulation.Fault;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The short form of {@link com.dhakacart.runbook.crash.DatabaseGoneIT}: PostgreSQL is away while an
 * incident waits for its approval.
 */
class DatabaseGoneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, String> APPROVE = Map.of("decision", "APPROVE", "reason", "Ok.");

  private static EmbeddedPostgres postgres;
  private static DatabaseProxy cable;
  private static FailingPostgres failing;
  private static Demo demo;
  private static OnCallPerson person;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    postgres = Postgres.builder().start();
    cable = new DatabaseProxy(postgres.getPort());
    demo =
        Demo.start(
            SimulatedWorld.Ports.any(),
            Pace.test(),
            "--server.port=0",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&socketTimeout=5"
                .formatted(cable.port()),
            "--spring.datasource.username=postgres",
            // so that nobody waits for 10 s each time, or for 60 where a statement was sent
            "--spring.datasource.hikari.connection-timeout=1000",
            "--spring.datasource.hikari.validation-timeout=500",
            // a step that ends while nothing can be written is begun again when its lock has ended
            "--camunda.bpm.job-execution.lock-time-in-millis=20000",
            "--runbook.scraping.token=scrape-me",
            "--runbook.recovery.hold-for=3s",
            "--runbook.recovery.measure-every=1s",
            "--runbook.report.folder=target/database-gone/reports");
    failing = new FailingPostgres(postgres.getPostgresDatabase());
    person = new OnCallPerson(demo.uri());
  }

  @AfterAll
  static void stop() throws IOException {
    demo.close();
    cable.close();
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource
  void databaseIsGone_alertAndDecisionAreRefused_andTakenWhenItIsBack_theChangeIsMadeOnce(
      Outage outage) throws Exception {
    long changes = demo.world().cluster().changes();
    demo.world().tidyUp();
    demo.world().fault(Fault.BAD_RELEASE);
    JsonNode approval = person.task("userTask_approveChange");
    String incident = person.incident(Runbook.HIGH_ERROR_RATE.key());

    outage.begin(cable, failing);
    try {
      HttpResponse<String> alert = anotherAlertFires(outage);
      assertThat(alert.statusCode()).isEqualTo(503);
      assertThat(alert.body()).contains("Send them again");
      for (HttpResponse<String> refused :
          List.of(
              person.complete(approval, APPROVE),
              decideOnThePage(incident, approval),
              pause(),
              mistypeThePassword())) {
        assertThat(refused.statusCode()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.body())
            .contains("database does not answer now, or is full or read-only");
      }
      assertThat(readiness().body()).as("what a node is ready by").contains("\"db\"");
      // a figure that asks the database makes each scrape wait for it, until Prometheus gives up
      assertThat(figures()).contains("runbook_changes_paused 0.0", "runbook_database_silence_s");
    } finally {
      outage.end(cable, failing);
    }
    assertThat(demo.world().cluster().changes()).isEqualTo(changes);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(anotherAlertFires(outage).body()).contains("JOINED", incident));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(person.complete(approval, APPROVE).statusCode()).isEqualTo(204));
    documentToTheEnd();
    assertThat(demo.world().cluster().changes()).isEqualTo(changes + 1);
    assertThat(person.report(incident, "text/markdown"))
        .contains("rollout undo", "approved by oncall", "recovered");
  }

  private void documentToTheEnd() throws Exception {
    decide("userTask_recordRootCause", Map.of("rootCause", "Found."));
    decide("userTask_improveRunbook", Map.of("notes", "None."));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                person
                    .call("GET", demo.uri().resolve("/engine-rest/process-instance"), null, null)
                    .body(),
            "[]"::equals);
  }

  private void decide(String task, Map<String, String> answers) throws Exception {
    assertThat(person.complete(person.task(task), answers).statusCode()).as(task).isEqualTo(204);
  }

  private HttpResponse<String> decideOnThePage(String incident, JsonNode task) throws Exception {
    return send(
        "/incidents/%s/decisions/%s".formatted(incident, task.path("id").asText()),
        "oncall:demo",
        "application/x-www-form-urlencoded",
        "decision=APPROVE&reason=Ok.");
  }

  private HttpResponse<String> pause() throws Exception {
    return send("/changes/pause", "oncall:demo", "application/json", "{\"reason\": \"It moves.\"}");
  }

  private HttpResponse<String> mistypeThePassword() throws Exception {
    return send("/changes/pause", "senior:dmeo", "application/json", "{\"reason\": \"It moves.\"}");
  }

  private HttpResponse<String> send(String path, String user, String type, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(demo.uri().resolve(path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes()))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** Asked by nobody whom the database would have to know. */
  /** As Prometheus asks for them, whose token needs no database. */
  private String figures() throws Exception {
    return http.send(
            HttpRequest.newBuilder(demo.uri().resolve("/actuator/prometheus"))
                .header("Authorization", "Bearer scrape-me")
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private HttpResponse<String> readiness() throws Exception {
    return http.send(
        HttpRequest.newBuilder(demo.uri().resolve("/actuator/health/readiness")).build(),
        BodyHandlers.ofString());
  }

  /** Of the same service, and each time the same. */
  private HttpResponse<String> anotherAlertFires(Outage outage) throws Exception {
    return http.send(
        HttpRequest.newBuilder(demo.uri().resolve("/alerts"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"version": "4", "alerts": [{"status": "firing", "fingerprint": "%s",
                      "labels": {"alertname": "DhakaCartPodsRestart", "service": "dhakacart-backend"},
                      "startsAt": "2026-01-31T12:00:00Z"}]}"""
                        .formatted(outage)))
            .build(),
        BodyHandlers.ofString());
  }
}
