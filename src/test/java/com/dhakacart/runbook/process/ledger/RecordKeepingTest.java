package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.process.HistorySettings;
import com.dhakacart.runbook.process.RunbookTables;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class RecordKeepingTest {

  private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final DriverManagerDataSource database =
      new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  private final RunbookTables tables = new RunbookTables(database, CLOCK);
  private final RecordKeeping keeping = keeping("30d");

  private RecordKeeping keeping(String keepFor) {
    return new RecordKeeping(
        SettingsOf.type(HistorySettings.class, Map.of("runbook.history.keep-for", keepFor)),
        tables.jdbc,
        new TransactionTemplate(new DataSourceTransactionManager(database)),
        CLOCK);
  }

  @BeforeEach
  void historyOfTheEngine() {
    run("create table ACT_HI_PROCINST (BUSINESS_KEY_ varchar(255))");
  }

  @Test
  void historyOfAnIncidentIsGone_soIsEverythingThatWasRecordedOfIt() {
    record("INC-1", Duration.ofDays(31));
    assertThat(rowsOf("INC-1").values()).as("the test knows every table").doesNotContain(0);
    keeping.removeWhatHistoryHasForgotten();
    assertThat(rowsOf("INC-1").values()).containsOnly(0);
    assertThat(
            tables.jdbc.sql("select incident_key from runbook_report").query(String.class).list())
        .as("reports stay")
        .containsExactly("INC-1");
  }

  @Test
  void historyIsStillThere_nothingGoes() {
    record("INC-1", Duration.ofDays(31));
    run("insert into ACT_HI_PROCINST values ('INC-1')");
    Map<String, Integer> before = rowsOf("INC-1");
    keeping.removeWhatHistoryHasForgotten();
    assertThat(rowsOf("INC-1")).isEqualTo(before);
  }

  /** Such as one of a release that kept no history. */
  @Test
  void incidentIsYoungerThanItsTime_nothingGoes() {
    record("INC-1", Duration.ofDays(29));
    keeping.removeWhatHistoryHasForgotten();
    assertThat(rowsOf("INC-1").values()).doesNotContain(0);
  }

  @Test
  void pagesOfNoIncident_goAfterTheSameTime() {
    page("cluster-outage", Duration.ofDays(31));
    page("cluster-outage-of-today", Duration.ofDays(0));
    keeping.removeWhatHistoryHasForgotten();
    assertThat(tables.jdbc.sql("select incident_key from runbook_page").query(String.class).list())
        .containsExactly("cluster-outage-of-today");
  }

  /** A late beginning finds its end until then, and starts nothing. */
  @Test
  void endsOfAlertsThatStartedNothing_goWhenNoDeliveryCanBeThatLate() {
    end("of-a-month-ago", RecordKeeping.LATEST_DELIVERY.plusDays(1));
    end("may-still-be-begun", RecordKeeping.LATEST_DELIVERY.minusDays(1));
    record("INC-1", Duration.ofDays(40));
    run("insert into ACT_HI_PROCINST values ('INC-1')");
    keeping("180d").removeWhatHistoryHasForgotten();
    assertThat(fingerprints()).containsExactlyInAnyOrder("may-still-be-begun", "f");
  }

  @Test
  void recordsAreKeptForLessThanThat_endsThatStartedNothingGoWithThem() {
    end("of-last-week", Duration.ofDays(7));
    end("of-today", Duration.ofHours(1));
    keeping("2d").removeWhatHistoryHasForgotten();
    assertThat(fingerprints()).containsExactly("of-today");
  }

  private void end(String fingerprint, Duration ago) {
    Timestamp at = Timestamp.from(NOW.minus(ago));
    run(
        "insert into runbook_episode (fingerprint, starts_at, alert_name, received_at, resolved_at) values (?, ?, 'X', ?, ?)",
        fingerprint,
        at,
        at,
        at);
  }

  private List<String> fingerprints() {
    return tables.jdbc.sql("select fingerprint from runbook_episode").query(String.class).list();
  }

  private void record(String incident, Duration endedAgo) {
    Timestamp at = Timestamp.from(NOW.minus(endedAgo));
    run(
        "insert into runbook_incident (incident_key, service, alert_name, opened_at, closed_at, outcome) values (?, 'shop', 'X', ?, ?, 'RECOVERED')",
        incident,
        at,
        at);
    run(
        "insert into runbook_episode (fingerprint, starts_at, incident_key, alert_name, received_at) values ('f', ?, ?, 'X', ?)",
        at,
        incident,
        at);
    run(
        "insert into runbook_plan (incident_key, plan_number, remedy, body, proposed_at) values (?, 1, 'ROLLBACK', '{}', ?)",
        incident,
        at);
    run(
        "insert into runbook_approval (incident_key, plan_number, user_id, approved_at, digest) values (?, 1, 'oncall', ?, 'd')",
        incident,
        at);
    run(
        "insert into runbook_shown_plan (task_id, incident_key, plan_number) values ('t', ?, 1)",
        incident);
    run(
        "insert into runbook_use (incident_key, plan_number, change_id, digest, begun_at) values (?, 1, 'c', 'd', ?)",
        incident,
        at);
    run(
        "insert into runbook_change (incident_key, plan_number, change_id, body, applied_at, result) values (?, 1, 'c', '{}', ?, 'done')",
        incident,
        at);
    run(
        "insert into runbook_shown_change (task_id, incident_key, change_id) values ('t', ?, 'c')",
        incident);
    run(
        "insert into runbook_chosen_cause (incident_key, cause, user_id, chosen_at) values (?, 'DATABASE', 'oncall', ?)",
        incident,
        at);
    run(
        "insert into runbook_report (incident_key, kept_at, markdown, html, json_text) values (?, ?, '', '', '')",
        incident,
        at);
    page(incident, endedAgo);
  }

  private void page(String incident, Duration ago) {
    run(
        "insert into runbook_page (incident_key, stage, body, recorded_at) values (?, 's', '{}', ?)",
        incident,
        Timestamp.from(NOW.minus(ago)));
  }

  /**
   * In every table but that of open services, of which it has none, of refusals, which go by
   * themselves, and of reports, which stay.
   */
  private Map<String, Integer> rowsOf(String incident) {
    List<String> all =
        tables
            .jdbc
            .sql(
                "select lower(table_name) from information_schema.columns where lower(column_name) = 'incident_key' and lower(table_name) not in ('runbook_open_service', 'runbook_refusal', 'runbook_report')")
            .query(String.class)
            .list();
    Map<String, Integer> rows = new TreeMap<>();
    all.forEach(
        table ->
            rows.put(
                table,
                tables
                    .jdbc
                    .sql("select count(*) from " + table + " where incident_key = ?")
                    .param(incident)
                    .query(Integer.class)
                    .single()));
    return rows;
  }

  private void run(String sql, Object... values) {
    tables.jdbc.sql(sql).params(values).update();
  }
}
