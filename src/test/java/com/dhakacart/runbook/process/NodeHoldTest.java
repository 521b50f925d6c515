package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A name belongs to one process that lives, and to the next one as soon as that is dead. */
class NodeHoldTest {

  @Test
  void nameIsTakenByAProcessThatLives_othersAreToldSo_andItsSuccessorHasIt() throws Exception {
    try (EmbeddedPostgres postgres = Postgres.builder().start()) {
      DataSource database = postgres.getPostgresDatabase();
      NodeHold first = new NodeHold(database);
      assertThat(first.take("runbook-0")).isTrue();

      NodeHold other = new NodeHold(database);
      assertThat(other.take("runbook-0")).as("the same name").isFalse();
      assertThat(other.take("runbook-1")).as("another name").isTrue();

      first.destroy(); // as when the process ends, its connection ends with it
      assertThat(new NodeHold(database).take("runbook-0")).as("its successor").isTrue();
    }
  }
}
