package com.dhakacart.runbook.process;

import com.dhakacart.runbook.fixtures.PostgresOfAClass;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStoredTextTest extends StoredTextContract {

  @RegisterExtension static final PostgresOfAClass POSTGRES = new PostgresOfAClass();

  @Override
  DataSource emptyDatabase() {
    return POSTGRES.emptyDatabase();
  }
}
