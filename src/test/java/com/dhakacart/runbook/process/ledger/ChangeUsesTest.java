package com.dhakacart.runbook.process.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ChangeUsesTest extends ChangeUsesContract {

  private final DataSource database =
      new DriverManagerDataSource("jdbc:h2:mem:" + hashCode() + ";DB_CLOSE_DELAY=-1");

  @Override
  DataSource database() {
    return database;
  }

  @Test
  void changesThatAnOlderVersionTookBack_areFoundByTheColumn() {
    var older = new DriverManagerDataSource("jdbc:h2:mem:older-changes;DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(older).target("3").load().migrate();
    JdbcClient jdbc = JdbcClient.create(older);
    jdbc.sql(
            "insert into runbook_incident (incident_key, service, alert_name, opened_at) values ('INC-1', 'shop', 'X', now())")
        .update();
    jdbc.sql(
            "insert into runbook_plan (incident_key, plan_number, remedy, body, proposed_at) values ('INC-1', 1, 'UNDO', '{}', now())")
        .update();
    for (String id :
        new String[] {"1-scale-out", "2-undo-1-scale-out", "3-take-back-2-raise-limits"}) {
      jdbc.sql(
              "insert into runbook_change (incident_key, plan_number, change_id, body, applied_at, result) values ('INC-1', 1, ?, '{}', now(), 'done')")
          .param(id)
          .update();
    }

    Flyway.configure().dataSource(older).load().migrate();

    assertThat(
            jdbc.sql("select undoes from runbook_change order by change_id")
                .query(String.class)
                .list())
        .containsExactly(null, "1-scale-out", "2-raise-limits");
  }
}
