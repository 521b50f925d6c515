package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.process.OwnConnection;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** One connection for refusals alone: a storm of them takes none from the steps of a runbook. */
@Component
class RefusalConnections implements DisposableBean {

  private final OwnConnection own;

  RefusalConnections(DataSource application) {
    this.own = new OwnConnection(application, "refusals");
  }

  JdbcClient jdbc() {
    return own.jdbc();
  }

  @Override
  public void destroy() {
    own.close();
  }
}
