package com.dhakacart.runbook.report;

import com.dhakacart.runbook.fixtures.PostgresOfAClass;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresDatabaseReportArchiveTest extends DatabaseReportArchiveContract {

  @RegisterExtension static final PostgresOfAClass POSTGRES = new PostgresOfAClass();

  @Override
  DataSource database() {
    return POSTGRES.database();
  }
}
