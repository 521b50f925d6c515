package com.dhakacart.runbook.process.ledger;

import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.process.ApprovalSettings;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RealTables;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The room's classes, put together as Spring does, over the tables that a test has. */
public final class Ledger {

  private final JdbcClient jdbc;
  private final PlatformTransactionManager transactions;
  private final Clock clock;
  private final Incidents incidents;

  /** What was refused at the write; nobody keeps it here. */
  final Refusals refusals = mock(Refusals.class);

  public Ledger(DataSource database, Clock clock, Incidents incidents) {
    this.jdbc = JdbcClient.create(database);
    this.transactions = new DataSourceTransactionManager(database);
    this.clock = clock;
    this.incidents = incidents;
  }

  public Plans plans() {
    return new Plans(jdbc, clock);
  }

  public MadeChanges changes() {
    return new MadeChanges(jdbc, plans(), clock, event -> {});
  }

  public LostAnswers lostAnswers() {
    return new LostAnswers(changes(), clock);
  }

  public PlanApprovals approvals() {
    return new PlanApprovals(jdbc, plans(), clock);
  }

  public ChangeUses uses() {
    return uses(Map.of());
  }

  ChangeUses uses(Map<String, String> properties) {
    return new ChangeUses(
        jdbc,
        plans(),
        pause(),
        budget(properties),
        other(),
        SettingsOf.type(ApprovalSettings.class, properties),
        refusals,
        clock,
        transactions);
  }

  private ChangeBudget budget(Map<String, String> properties) {
    return new ChangeBudget(jdbc, settings(properties), clock);
  }

  public ChangePause pause() {
    return pause(Map.of(), new SimpleMeterRegistry());
  }

  ChangePause pause(Map<String, String> properties, MeterRegistry meters) {
    return new ChangePause(jdbc, settings(properties), clock, meters);
  }

  /**
   * @param properties settings, where they are not the defaults
   */
  public Restraints restraints(Map<String, String> properties) {
    return new Restraints(
        uses(properties),
        pause(),
        budget(properties),
        new Cooldown(changes(), SettingsOf.type(CooldownSettings.class, properties), clock),
        other());
  }

  private OtherIncident other() {
    return new OtherIncident(incidents);
  }

  /** By the runbook's own table. */
  public static HarmDecision harm() {
    return new HarmDecision(RealTables.decisions());
  }

  public static UntoldReversals untoldReversals(MadeChanges changes) {
    return new UntoldReversals(changes);
  }

  private static ChangesSettings settings(Map<String, String> properties) {
    return SettingsOf.type(ChangesSettings.class, properties);
  }
}
