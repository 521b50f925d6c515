package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PlanApprovalsTest {

  private final RunbookTables tables = new RunbookTables(Clock.systemUTC());
  private final Plans plans = tables.ledger().plans();
  private final PlanApprovals approvals = tables.ledger().approvals();
  private final Incident incident =
      tables
          .openings()
          .open(
              new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
              "DhakaCartHighErrorRate");

  @Test
  void noPlan_thereIsNothingToApprove() {
    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> approvals.approve(incident.key(), "oncall"))
        .withMessage("There is no plan to approve");
  }

  @Test
  void twoAreNeeded_onlyTheSecondPersonCompletesIt() {
    propose(2);
    assertThat(approvals.approve(incident.key(), "oncall")).isFalse();
    assertThat(approvals.approve(incident.key(), "senior")).isTrue();
    assertThat(plans.latest(incident.key()).orElseThrow().approvals())
        .extracting(Plans.Approval::user)
        .containsExactlyInAnyOrder("oncall", "senior");
  }

  // Whoever lost the race for one approval was told to wait for a second person.
  @Test
  void oneIsNeeded_whoComesLater_isToldThatItIsApproved() {
    propose(1);
    approvals.approve(incident.key(), "oncall");

    for (String later : List.of("oncall", "senior")) {
      assertThatExceptionOfType(DecisionRefused.class)
          .isThrownBy(() -> approvals.approve(incident.key(), later))
          .withMessage("This change is approved already, by oncall; look at the incident again");
    }
  }

  @Test
  void newPlan_isApprovedByNobody() {
    propose(1);
    approvals.approve(incident.key(), "oncall");
    propose(1);
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isEmpty();
  }

  @Test
  void planIsNotTheOneThatTheTaskShows_approvalIsRefusedAndSaysWhy() {
    propose(1);
    approvals.show("task-1", incident.key());
    propose(1);

    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> approvals.approveShown("task-1", incident.key(), "oncall"))
        .withMessageContaining("This task shows plan 1, and plan 2 was made since");
    assertThat(plans.latest(incident.key()).orElseThrow().approvals()).isEmpty();
  }

  @Test
  void planIsTheOneThatTheTaskShows_itIsApproved() {
    propose(1);
    approvals.show("task-1", incident.key());

    assertThat(approvals.approveShown("task-1", incident.key(), "oncall")).isTrue();
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isPresent();
  }

  @Test
  void nobodyKnowsWhatTheTaskShows_approvalIsRefused() {
    propose(1);

    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> approvals.approveShown("task-1", incident.key(), "oncall"))
        .withMessageContaining("not known which plan this task shows");
  }

  @Test
  void planRewrittenAfterItsApproval_isNotApproved() {
    propose(1);
    approvals.approve(incident.key(), "oncall");
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isPresent();

    tables.jdbc.sql("update runbook_plan set body = replace(body, 'Roll back', 'Delete')").update();

    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isEmpty();
  }

  @Test
  void olderVersionsApprovals_stayReadable_andNothingMoreIsMadeOfThem() {
    var database = new DriverManagerDataSource("jdbc:h2:mem:older-version;DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(database).target("1").load().migrate();
    JdbcClient jdbc = JdbcClient.create(database);
    jdbc.sql(
            "insert into runbook_incident (incident_key, service, alert_name, opened_at) values ('INC-1', 'shop', 'X', now())")
        .update();
    jdbc.sql(
            """
            insert into runbook_plan
              (incident_key, plan_number, remedy, body, proposed_at, approved_by, approved_at)
            values ('INC-1', 1, 'ROLLBACK', ?, now(), 'oncall', now())""")
        .param(Json.write(plan()))
        .update();

    Flyway.configure().dataSource(database).load().migrate();

    assertThat(jdbc.sql("select user_id from runbook_approval").query(String.class).list())
        .containsExactly("oncall");
    assertThat(new Plans(jdbc, Clock.systemUTC()).approved("INC-1", Remedy.ROLLBACK)).isEmpty();
  }

  private int propose(int needed) {
    return plans.keep(incident.key(), Remedy.ROLLBACK, plan(), needed).number();
  }

  private static Plan plan() {
    return new Plan(Cause.CODE_DEPLOYMENT, "Roll back", List.of(), List.of(), Instant.EPOCH);
  }
}
