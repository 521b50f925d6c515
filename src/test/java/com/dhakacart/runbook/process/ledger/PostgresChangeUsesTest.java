package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.fixtures.PostgresOfAClass;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresChangeUsesTest extends ChangeUsesContract {

  @RegisterExtension static final PostgresOfAClass POSTGRES = new PostgresOfAClass();

  @Override
  DataSource database() {
    return POSTGRES.database();
  }
}
