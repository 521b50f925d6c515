package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.alerting.RecordedDeliveries;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of what a real Alertmanager, and a pair of them, sends and leaves out. */
class AlertmanagerTest extends Walking {

  @Autowired Incidents incidents;
  @Autowired JdbcClient jdbc;

  /** The recordings are the same each time, and an episode counts for ever. */
  @BeforeEach
  void nothingWasRecordedYet() {
    jdbc.sql("delete from runbook_episode").update();
  }

  @Test
  void repeat_joins() {
    assertThat(results("firing")).containsExactly(Result.STARTED);
    assertThat(results("repeat")).containsExactly(Result.JOINED);
    assertThat(running()).isOne();
  }

  @Test
  void resolvedComesBeforeFiring_theLateFiringStartsNothing_andTheNextEpisodeDoes() {
    assertThat(results("resolved")).containsExactly(Result.IGNORED);
    assertThat(results("firing")).containsExactly(Result.IGNORED);
    assertThat(running()).isZero();

    assertThat(results("fires-again")).containsExactly(Result.STARTED);
  }

  @Test
  void firingComesAfterResolved_itJoins_andTheEndStandsAsItWas() {
    String incident = receive("firing").get(0).incident();
    assertThat(results("resolved")).containsExactly(Result.RESOLVED);

    assertThat(results("repeat")).containsExactly(Result.JOINED);
    assertThat(incidents.firing(incidents.find(incident).orElseThrow())).isEmpty();
    assertThat(running()).isOne();
  }

  @Test
  void groupWithBoth_eachCountsForItself() {
    assertThat(results("firing-and-resolved"))
        .containsExactlyInAnyOrder(Result.IGNORED, Result.STARTED);
  }

  @Test
  void groupIsCut_whatIsThereStartsTheIncident() {
    assertThat(results("truncated")).containsExactlyInAnyOrder(Result.STARTED, Result.JOINED);
    assertThat(running()).isOne();
  }

  @Test
  void pairSendsEverythingTwice_itIsOneIncident() {
    assertThat(results("firing")).containsExactly(Result.STARTED);
    assertThat(results("firing-of-the-other-half")).containsExactly(Result.JOINED);
    assertThat(results("resolved")).containsExactly(Result.RESOLVED);
    assertThat(results("resolved")).containsExactly(Result.RESOLVED);
    assertThat(running()).isOne();
  }

  @Test
  void oneHalfNeverHearsTheEnd_itsRepeatsStartNothing_alsoWhenTheIncidentIsOver() {
    world.fault = Fault.BAD_RELEASE;
    String incident = receive("firing").get(0).incident();
    receive("resolved");
    String late = "repeat-of-the-half-that-never-hears-the-end";
    assertThat(results(late)).containsExactly(Result.JOINED);

    walk.follow(incident).goOn().approve().recovers();

    assertThat(receive(late)).extracting(AlertReceipt::incident).containsExactly(incident);
    assertThat(incidents.open()).isZero();
  }

  @Test
  void flaps_eachEpisodeJoinsTheOpenIncident() {
    String incident = receive("firing").get(0).incident();
    receive("resolved");

    assertThat(receive("fires-again")).extracting(AlertReceipt::incident).containsExactly(incident);
    assertThat(incidents.firing(incidents.find(incident).orElseThrow())).hasSize(1);
    assertThat(running()).isOne();
  }

  @Test
  void oneAlertWithFiveThousandSeries_isOneIncident() {
    List<AlertReceipt> receipts =
        alerts.receive(
            IntStream.range(0, 5_000)
                .mapToObj(
                    it -> RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant()))
                .toList());

    assertThat(receipts)
        .extracting(AlertReceipt::incident)
        .containsOnly(receipts.get(0).incident());
    assertThat(running()).isOne();
  }

  private List<AlertReceipt> receive(String recording) {
    return alerts.receive(RecordedDeliveries.read(recording));
  }

  private List<Result> results(String recording) {
    return receive(recording).stream().map(AlertReceipt::result).toList();
  }

  private long running() {
    return engine.getRuntimeService().createProcessInstanceQuery().count();
  }
}
