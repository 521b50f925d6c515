package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import com.dhakacart.runbook.ScriptedWorld.Fault;
import com.dhakacart.runbook.incident.ChangeKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What depends on the database, on the one that production uses. */
@DirtiesContext
class PostgresAlertDeskTest extends Walking {

  private static EmbeddedPostgres postgres;

  @DynamicPropertySource
  static void database(DynamicPropertyRegistry properties) throws IOException {
    postgres = EmbeddedPostgres.start();
    String url = postgres.getJdbcUrl("postgres", "postgres");
    properties.add("spring.datasource.url", () -> url);
    properties.add("spring.datasource.username", () -> "postgres");
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void fiftyDeliveriesAtOnce_startOneIncident() {
    ParallelDeliveries.startOneIncident(
        alerts, RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant()));
  }

  @Test
  void fiftyEpisodesAtOnce_startOneIncident() {
    ParallelDeliveries.ofEpisodesStartOneIncident(alerts, clock.instant());
  }

  @Test
  void memoryExhausted_isWalkedToItsEnd() {
    incidentWith(Fault.OUT_OF_MEMORY)
        .fire("event_notImproved")
        .approve()
        .recovers()
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
}
