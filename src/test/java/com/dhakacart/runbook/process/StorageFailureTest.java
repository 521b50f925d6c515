package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class StorageFailureTest {

  // Who decided while a primary was demoted was told that the runbook had failed.
  @Test
  void rollbackFailsToo_sinceTheConnectionWasClosedForTheFailure_theFailureCounts() {
    TransactionSystemException rollback =
        new TransactionSystemException(
            "JDBC rollback failed", new SQLException("Connection is closed"));
    assertThat(StorageFailure.isDatabaseAway(rollback)).isFalse();

    rollback.initApplicationException(
        new IllegalStateException(new SQLException("read-only transaction", "25006")));
    assertThat(StorageFailure.isDatabaseAway(rollback)).isTrue();
    assertThat(StorageFailure.isDatabaseAway(new IllegalStateException(rollback))).isTrue();
  }
}
