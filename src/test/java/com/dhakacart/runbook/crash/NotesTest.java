package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Changes;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.RunbookTables;
import java.sql.Timestamp;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of the plans that were approved is missed. */
class NotesTest {

  private final SteppedClock clock = new SteppedClock();
  private final JdbcClient database = new RunbookTables(clock).jdbc;
  private final Notes notes = new Notes(database);

  @BeforeEach
  void open() {
    database
        .sql(
            "insert into runbook_incident (incident_key, service, alert_name, opened_at) values ('i', 's', 'a', ?)")
        .param(now())
        .update();
  }

  @Test
  void plan_isMissedWhereItWasApproved_untilEachOfItsChangesWasMade() {
    plan(1, List.of("limits", "scale"), List.of());
    assertThat(notes.approvedAndNotMade()).isEmpty();

    approved(1);
    made(1, "limits", "patched");
    assertThat(notes.approvedAndNotMade()).singleElement().asString().contains("[limits] was made");

    made(1, "scale", "by hand, by oncall: done");
    assertThat(notes.approvedAndNotMade()).isEmpty();
    assertThat(notes.madeByHand()).containsExactly("i");
    assertThat(notes.changes()).containsOnlyKeys("limits of i");
  }

  @Test
  void planThatANewerOneMadeVoid_isNotMissed() {
    plan(1, List.of("restart"), List.of());
    approved(1);
    plan(2, List.of("rollback"), List.of());
    assertThat(notes.approvedAndNotMade()).isEmpty();
  }

  @Test
  void probe_isMade_oneWayOrTheOther() {
    plan(1, List.of("probe", "restart the rest"), List.of("take back"));
    approved(1);
    made(1, "probe", "patched");
    assertThat(notes.approvedAndNotMade()).hasSize(1);

    made(1, "take back", "patched");
    assertThat(notes.approvedAndNotMade()).isEmpty();
  }

  private void plan(int number, List<String> changes, List<String> otherwise) {
    Plan plan =
        new Plan(
            Cause.RESOURCE_EXHAUSTION,
            "More",
            changes.stream().map(NotesTest::scaleOut).toList(),
            otherwise.stream().map(NotesTest::scaleOut).toList(),
            List.of(),
            clock.instant());
    database
        .sql(
            "insert into runbook_plan (incident_key, plan_number, remedy, body, proposed_at) values ('i', ?, 'ANY', ?, ?)")
        .params(number, Json.write(plan), now())
        .update();
  }

  private void approved(int number) {
    database
        .sql(
            "insert into runbook_approval (incident_key, plan_number, user_id, approved_at, digest) values ('i', ?, 'oncall', ?, '')")
        .params(number, now())
        .update();
  }

  private void made(int number, String id, String result) {
    database
        .sql(
            "insert into runbook_change (incident_key, plan_number, change_id, body, applied_at, result) values ('i', ?, ?, '{}', ?, ?)")
        .params(number, id, now(), result)
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private static Change scaleOut(String id) {
    return Changes.change(id, ChangeKind.SCALE_OUT);
  }
}
