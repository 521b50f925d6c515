package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Pages in real tables. */
public final class RealPages {

  private RealPages() {}

  public static Pages in(
      DataSource database, RunbookTables tables, OnCall onCall, IncidentLinks links) {
    return new Pages(
        tables.jdbc, Clock.systemUTC(), onCall, links, new DataSourceTransactionManager(database));
  }

  /** As the clock does. */
  public static void sendAgain(Pages pages) {
    pages.sendAgain();
  }
}
