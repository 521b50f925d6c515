package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.SettingsOf;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The room's classes, put together as Spring does, over the tables that a test has. */
public final class Ledger {

  private final JdbcClient jdbc;
  private final Clock clock;

  public Ledger(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Plans plans() {
    return new Plans(jdbc, clock);
  }

  public PlanApprovals approvals() {
    return new PlanApprovals(jdbc, plans(), clock);
  }

  public ChangePause pause() {
    return pause(Map.of(), new SimpleMeterRegistry());
  }

  ChangePause pause(Map<String, String> properties, MeterRegistry meters) {
    return new ChangePause(jdbc, settings(properties), clock, meters);
  }

  public ChangeBudget budget(Map<String, String> properties) {
    return new ChangeBudget(jdbc, settings(properties), clock);
  }

  private static ChangesSettings settings(Map<String, String> properties) {
    return SettingsOf.type(ChangesSettings.class, properties);
  }
}
