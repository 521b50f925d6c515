package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Workload;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private final RunbookTables tables = new RunbookTables(Clock.systemUTC());
  private final Incidents incidents = tables.incidents();

  private static Incident of(String key, String deployment) {
    return new Incident(
        key, workload(deployment), "ShopHighErrorRate", Instant.parse("2026-11-24T12:00:00Z"));
  }

  private Incident opened() {
    return tables.openings().open(workload("backend"), "ShopHighErrorRate");
  }

  private static Workload workload(String deployment) {
    return new Workload("shop", "shop", deployment, "shop", 5000, "shop");
  }

  /** The key of the process, and a variable that somebody wrote anew. */
  private static FakeStep step(Incident variable) {
    return new FakeStep().with(IncidentVariables.INCIDENT, variable);
  }

  @Test
  void variableIsRewritten_stepHasWhatWasOpened() {
    Incident opened = opened();
    FakeStep rewritten = step(of(opened.key(), "another-deployment"));

    assertThat(incidents.of(rewritten.execution())).isEqualTo(opened);
    assertThat(incidents.of(rewritten.execution())).isEqualTo(opened);
  }

  @Test
  void everyStepAsks_tableIsReadOnce() {
    Incident opened = opened();
    FakeStep step = step(opened);
    Incident first = incidents.of(step.execution());
    tables.jdbc.sql("update runbook_incident set body = null").update();

    assertThat(incidents.of(step.execution())).isSameAs(first);
    assertThat(tables.incidents().find(opened.key())).isEmpty();
  }

  @Test
  void openedByAVersionThatKeptNone_variableIsReadAnewByEachStep() {
    String key = "shop-20261124-120000-3fa2";
    assertThat(incidents.of(step(of(key, "backend")).execution()).workload().deployment())
        .isEqualTo("backend");
    assertThat(incidents.of(step(of(key, "backend-v2")).execution()).workload().deployment())
        .isEqualTo("backend-v2");
  }

  @Test
  void variableNamesAnotherIncident_nothingIsDoneForIt() {
    FakeStep forged = step(of("shop-20261124-120000-3fa2", "backend"));
    forged.with("incident", Json.write(of("shop-20261124-120000-0000", "backend")));

    assertThatThrownBy(() -> incidents.of(forged.execution()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing is done for it");
  }
}
