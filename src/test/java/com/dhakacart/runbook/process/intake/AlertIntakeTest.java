package com.dhakacart.runbook.process.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.Runbooks;
import com.dhakacart.runbook.process.ServiceSettings;
import com.dhakacart.runbook.process.ServiceSettings.Service;
import com.dhakacart.runbook.process.intake.AlertIntake.Delivery;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose incident an alert joins, where one service's alerts are evidence for another. */
class AlertIntakeTest {

  private static final Instant NOW = Instant.parse("2026-11-28T06:00:00Z");
  private static final Set<String> RUNBOOKS = Set.of("ShopFails", "DatabaseFails");

  private final RunbookTables tables = new RunbookTables(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Openings openings = tables.openings();
  private final ServiceSettings services =
      new ServiceSettings(
          Map.of(
              "shop", new Service("shop", "shop", "shop", 5000, "shop", List.of("database")),
              "database", new Service("shop", "db", "db", 5432, "db", List.of())),
          "shop");

  private final Episodes episodes = new Episodes(tables.jdbc, Clock.fixed(NOW, ZoneOffset.UTC));

  private AlertIntake intake;

  @BeforeEach
  void startsByOpening() {
    RuntimeService runtime = mock(RuntimeService.class);
    when(runtime.startProcessInstanceByKey(anyString(), anyMap()))
        .thenAnswer(
            start -> {
              Map<String, Object> variables = start.getArgument(1);
              Incident opened =
                  openings.open(
                      services
                          .workload((String) variables.get(IncidentVariables.SERVICE.name()))
                          .orElseThrow(),
                      start.getArgument(0));
              ProcessInstance started = mock(ProcessInstance.class);
              when(started.getBusinessKey()).thenReturn(opened.key());
              return started;
            });
    intake =
        new AlertIntake(
            openings,
            episodes,
            mock(RisingSeverity.class),
            services,
            runtime,
            mock(Runbooks.class));
  }

  // It was evidence of the shop's incident only, and nobody worked on the database.
  @Test
  void alertWithARunbookOfARelatedService_opensTheIncidentOfItsOwnService() {
    String shop = take("ShopFails", "shop").incident();

    AlertReceipt database = take("DatabaseFails", "database");

    assertThat(database.result()).isEqualTo(Result.STARTED);
    assertThat(database.incident()).isNotEqualTo(shop);
    assertThat(take("DatabaseFails", "database").incident()).isEqualTo(database.incident());
  }

  @Test
  void alertWithoutARunbookOfARelatedService_isEvidence() {
    String shop = take("ShopFails", "shop").incident();

    AlertReceipt related = take("DiskFull", "database");

    assertThat(related.result()).isEqualTo(Result.JOINED);
    assertThat(related.incident()).isEqualTo(shop);
  }

  @Test
  void foundByAsking_isUndelivered_untilItsOwnEpisodeIsDelivered() {
    Alert first = alert("ShopFails", "shop", NOW.minusSeconds(600));
    Alert second = alert("ShopFails", "shop", NOW.minusSeconds(300));
    intake.take(List.of(first, second), new Delivery(RUNBOOKS, false));
    List<Alert> firing = List.of(first, second, alert("ShopFails", "shop", NOW));

    assertThat(episodes.undelivered(firing, NOW)).as("found just now").isEmpty();
    assertThat(episodes.undelivered(firing, NOW.plusMillis(1))).containsExactly(first, second);

    intake.take(List.of(first), new Delivery(RUNBOOKS, false));
    intake.take(List.of(second), new Delivery(RUNBOOKS, true));
    assertThat(episodes.undelivered(firing, NOW.plusMillis(1))).containsExactly(first);
  }

  private int number;

  private AlertReceipt take(String name, String service) {
    Alert alert = alert(name, service, NOW);
    return intake.take(List.of(alert), new Delivery(RUNBOOKS, true)).get(alert);
  }

  private Alert alert(String name, String service, Instant startsAt) {
    return new Alert(
        "fingerprint-" + number++, name, service, null, true, startsAt, null, Map.of(), Map.of());
  }
}
