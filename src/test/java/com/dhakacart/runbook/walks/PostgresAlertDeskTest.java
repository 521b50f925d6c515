package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** What depends on the database, on the one that production uses. */
@DirtiesContext
@Import(PostgresAlertDeskTest.Database.class)
class PostgresAlertDeskTest extends Walking {

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
      return EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
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
