package com.dhakacart.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.ScriptedWorld.Fault;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How alerts become incidents. */
class AlertDeskTest extends Walking {

  @Test
  void newEpisode_startsAnIncident() {
    AlertReceipt receipt = receive(alert());

    assertThat(receipt.result()).isEqualTo(Result.STARTED);
    assertThat(processes()).isOne();
  }

  @Test
  void repeat_joinsItsIncident() {
    Alert alert = alert();
    AlertReceipt first = receive(alert);

    AlertReceipt repeat = receive(alert);

    assertThat(repeat).isEqualTo(joined(first.incident(), alert));
    assertThat(processes()).isOne();
  }

  @Test
  void repeatAfterTheIncidentIsOver_joinsItAndStartsNothing() {
    Alert alert = alert();
    String incident = receive(alert).incident();
    world.fault = Fault.BAD_RELEASE;
    walk.follow(incident).goOn().approve().recovers();

    assertThat(receive(alert)).isEqualTo(joined(incident, alert));
    assertThat(receive(alert()).result()).isEqualTo(Result.STARTED);
  }

  @Test
  void firesAgainWhileOpen_joinsAsANewEpisode() {
    String incident = receive(alert()).incident();
    Alert again = alert();

    assertThat(receive(again)).isEqualTo(joined(incident, again));
    assertThat(processes()).isOne();
  }

  @Test
  void relatedAlert_joinsTheOpenIncidentAsEvidence() {
    String incident = receive(alert()).incident();
    Alert related =
        RunbookWalk.alert("DatabaseConnectionsHigh", "dhakacart-database", clock.instant());

    assertThat(receive(related)).isEqualTo(joined(incident, related));
  }

  @Test
  void relatedAlertBeforeAnyIncident_isIgnored() {
    Alert related =
        RunbookWalk.alert("DatabaseConnectionsHigh", "dhakacart-database", clock.instant());

    assertThat(receive(related).result()).isEqualTo(Result.IGNORED);
    assertThat(processes()).isZero();
  }

  @Test
  void alertWithoutRunbookOrService_isIgnored() {
    receive(alert());
    Alert noRunbook = RunbookWalk.alert("DiskFull", "billing", clock.instant());
    Alert noService = RunbookWalk.alert(RunbookWalk.KEY, "billing", clock.instant());

    assertThat(receive(noRunbook).result()).isEqualTo(Result.IGNORED);
    assertThat(receive(noService).result()).isEqualTo(Result.IGNORED);
    assertThat(processes()).isOne();
  }

  @Test
  void oneDelivery_relatedAlertJoinsTheIncidentThatItsOtherAlertStarts() {
    Alert related =
        RunbookWalk.alert("DatabaseConnectionsHigh", "dhakacart-database", clock.instant());
    Alert alert = alert();

    List<AlertReceipt> receipts = alerts.receive(List.of(related, alert, alert));

    assertThat(receipts)
        .extracting(AlertReceipt::result)
        .containsExactly(Result.JOINED, Result.STARTED, Result.STARTED);
    assertThat(receipts)
        .extracting(AlertReceipt::incident)
        .containsOnly(receipts.get(1).incident());
    assertThat(processes()).isOne();
  }

  @Test
  void end_isStoredForItsIncident() {
    Alert alert = alert();
    String incident = receive(alert).incident();
    Alert end = RunbookWalk.resolved(alert, clock.instant());

    assertThat(receive(end))
        .isEqualTo(new AlertReceipt(alert.fingerprint(), incident, Result.RESOLVED));
    assertThat(receive(end).result()).isEqualTo(Result.RESOLVED);
    assertThat(processes()).isOne();
  }

  @Test
  void endBeforeItsBeginning_lateBeginningStartsNothing() {
    Alert alert = alert();

    assertThat(receive(RunbookWalk.resolved(alert, clock.instant())).result())
        .isEqualTo(Result.IGNORED);
    assertThat(receive(alert).result()).isEqualTo(Result.IGNORED);
    assertThat(processes()).isZero();
  }

  @Test
  void severalServicesByWebhook_escalatesAtOnce() {
    incidentWith(Fault.BAD_RELEASE);
    walk.alsoFires("DhakaCartDown", "dhakacart-infrastructure");
    walk.fire("event_lookAgain");

    assertThat(onCall.stages()).containsExactly("several-services");
  }

  @Test
  void fiftyDeliveriesAtOnce_startOneIncident() {
    ParallelDeliveries.startOneIncident(alerts, alert());
    assertThat(processes()).isOne();
  }

  @Test
  void fiftyEpisodesAtOnce_startOneIncident() {
    ParallelDeliveries.ofEpisodesStartOneIncident(alerts, clock.instant());
    assertThat(processes()).isOne();
  }

  private Alert alert() {
    clock.forward(Duration.ofSeconds(1));
    return RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant());
  }

  private AlertReceipt receive(Alert alert) {
    return alerts.receive(List.of(alert)).get(0);
  }

  private static AlertReceipt joined(String incident, Alert alert) {
    return new AlertReceipt(alert.fingerprint(), incident, Result.JOINED);
  }

  private long processes() {
    return engine.getRuntimeService().createProcessInstanceQuery().count();
  }
}
