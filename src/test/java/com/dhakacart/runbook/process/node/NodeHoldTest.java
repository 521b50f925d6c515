package com.dhakacart.runbook.process.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.crash.DatabaseProxy;
import com.dhakacart.runbook.fixtures.PostgresOfAClass;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A name belongs to one process that lives, and to the next one as soon as that is dead. */
class NodeHoldTest {

  @RegisterExtension static final PostgresOfAClass POSTGRES = new PostgresOfAClass();

  private final List<AvailabilityState> states = new ArrayList<>();
  private final List<NodeHold> processes = new ArrayList<>();

  private NodeHold first;

  @BeforeEach
  void oneLives() {
    first = process(POSTGRES.database());
    assertThat(first.take("runbook-0")).isTrue();
  }

  @AfterEach
  void end() {
    processes.forEach(NodeHold::destroy);
  }

  @Test
  void nameIsTakenByAProcessThatLives_othersAreToldSo_andItsSuccessorHasIt() {
    NodeHold other = another();
    assertThat(other.take("runbook-0")).as("the same name").isFalse();
    assertThat(other.take("runbook-1")).as("another name").isTrue();

    first.destroy(); // as when the process ends, its connection ends with it
    assertThat(another().take("runbook-0")).as("its successor").isTrue();
  }

  // The lock was gone with its session, and who started next had the same name.
  @Test
  void sessionIsEndedByTheDatabase_theNameIsTakenAgain() {
    endSessionThatHoldsTheLock();
    first.keep();

    assertThat(another().take("runbook-0")).isFalse();
    assertThat(states).isEmpty();
  }

  @Test
  void networkEndsTheSessionOnThisSideOnly_itIsEndedOnTheOtherToo_andTheNameTakenAgain()
      throws Exception {
    PGSimpleDataSource direct = (PGSimpleDataSource) POSTGRES.database();
    try (DatabaseProxy cable = new DatabaseProxy(direct.getPortNumbers()[0])) {
      PGSimpleDataSource byCable = (PGSimpleDataSource) POSTGRES.database();
      byCable.setSslMode("disable");
      byCable.setPortNumbers(new int[] {cable.port()});
      DataSource database = mock(DataSource.class);
      when(database.getConnection()).thenReturn(byCable.getConnection(), direct.getConnection());
      NodeHold cutOff = process(database);
      assertThat(cutOff.take("runbook-1")).isTrue();

      List<Integer> before = sessionsThatHoldALock();
      cable.cut();
      cutOff.keep();

      assertThat(another().take("runbook-1")).isFalse();
      assertThat(states).isEmpty();
      assertThat(sessionsThatHoldALock())
          .as("of runbook-0, and another one of runbook-1")
          .hasSize(2)
          .doesNotContainSequence(before);
    }
  }

  @Test
  void anotherProcessTookTheNameMeanwhile_thisOneIsBrokenAndNotReady_andDoesNotWantItBack() {
    endSessionThatHoldsTheLock();
    NodeHold other = another();
    assertThat(other.take("runbook-0")).isTrue();
    first.keep();

    assertThat(states)
        .containsExactlyInAnyOrder(LivenessState.BROKEN, ReadinessState.REFUSING_TRAFFIC);
    other.destroy();
    first.keep();
    assertThat(another().take("runbook-0")).isTrue();
  }

  private NodeHold another() {
    return process(POSTGRES.database());
  }

  private NodeHold process(DataSource database) {
    NodeHold process =
        new NodeHold(
            database, event -> states.add(((AvailabilityChangeEvent<?>) event).getState()));
    processes.add(process);
    return process;
  }

  private static void endSessionThatHoldsTheLock() {
    JdbcClient database = JdbcClient.create(POSTGRES.database());
    assertThat(sessionsThatHoldALock())
        .singleElement()
        .satisfies(
            it ->
                assertThat(
                        database
                            .sql("select pg_terminate_backend(?, 10000)")
                            .param(it)
                            .query(Boolean.class)
                            .single())
                    .isTrue());
  }

  private static List<Integer> sessionsThatHoldALock() {
    return JdbcClient.create(POSTGRES.database())
        .sql("select pid from pg_locks where locktype = 'advisory' order by pid")
        .query(Integer.class)
        .list();
  }
}
