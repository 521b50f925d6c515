package com.dhakacart.runbook.process;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.process.intake.Openings;
import com.dhakacart.runbook.process.intake.RealOpenings;
import com.dhakacart.runbook.process.ledger.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The runbook's own tables in a database of their own, for steps that are tried without engine. */
public final class RunbookTables {

  public final JdbcClient jdbc;
  private final DataSource database;
  private final Clock clock;

  public RunbookTables(Clock clock) {
    this(
        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"),
        clock);
  }

  public RunbookTables(DataSource database, Clock clock) {
    this.database = database;
    Flyway.configure().dataSource(database).load().migrate();
    this.jdbc = JdbcClient.create(database);
    this.clock = clock;
  }

  public Ledger ledger() {
    return new Ledger(database, clock, incidents());
  }

  /** As the default table decides. */
  public static ApprovalDecision oneApproval() {
    ApprovalDecision decision = mock(ApprovalDecision.class);
    when(decision.needed(any(), any(), any())).thenReturn(1);
    return decision;
  }

  public CircumstancesNow circumstances() {
    ServiceSettings services =
        new ServiceSettings(
            Map.of(
                "shop",
                new ServiceSettings.Service("shop", "shop", "shop", 5000, "shop", List.of())),
            "shop");
    RecoverySettings recovery = SettingsOf.type(RecoverySettings.class, Map.of());
    return new CircumstancesNow(incidents(), services, recovery, clock);
  }

  public Incidents incidents() {
    return new Incidents(jdbc, clock);
  }

  public Openings openings() {
    return RealOpenings.in(jdbc, incidents(), clock);
  }
}
