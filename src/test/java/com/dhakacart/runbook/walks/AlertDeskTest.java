package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How alerts become incidents. */
@ExtendWith(OutputCaptureExtension.class)
class AlertDeskTest extends Walking {

  @Autowired Incidents incidents;
  @Autowired IncidentArchive archive;

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
    assertThat(receive(noRunbook).isUnserved()).isFalse();
    assertThat(receive(noService).result()).isEqualTo(Result.IGNORED);
    assertThat(receive(noService).isUnserved()).as("its service may be misspelt").isTrue();
    assertThat(receive(noService).reason())
        .contains("runbook.services.billing", "label \"service\"");
    assertThat(processes()).isOne();
  }

  @Test
  void processThatBeginsOtherwise_isNoRunbookOfTheAlertOfItsName() {
    String part =
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance(
                "part.bpmn",
                Bpmn.createExecutableProcess("PartOfARunbook")
                    .camundaHistoryTimeToLive(1)
                    .startEvent("startEvent_partBegun")
                    .endEvent()
                    .done())
            .deploy()
            .getId();
    try {
      assertThat(receive(RunbookWalk.alert("PartOfARunbook", RunbookWalk.SERVICE, clock.instant())))
          .extracting(AlertReceipt::result)
          .isEqualTo(Result.IGNORED);
    } finally {
      engine.getRepositoryService().deleteDeployment(part, true);
    }
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

  // Such an end was IGNORED, and its alert counted as firing for ever.
  @Test
  void endHasABeginningOfItsOwn_endsTheOpenEpisodeOfItsFingerprint() {
    Alert alert = alert();
    String incident = receive(alert).incident();
    clock.forward(Duration.ofMinutes(7));
    Alert end = startingAt(clock.instant(), RunbookWalk.resolved(alert, clock.instant()));

    assertThat(receive(end))
        .isEqualTo(new AlertReceipt(alert.fingerprint(), incident, Result.RESOLVED));
    assertThat(firing(incident)).isEmpty();
    clock.forward(Duration.ofMinutes(1));
    assertThat(receive(end).result()).isEqualTo(Result.RESOLVED);
  }

  @Test
  void endOfAnEpisodeBefore_doesNotEndTheOneThatIsOpen() {
    Alert alert = alert();
    String incident = receive(alert).incident();
    Instant before = alert.startsAt().minusSeconds(60);

    assertThat(receive(startingAt(before, RunbookWalk.resolved(alert, before))).result())
        .isEqualTo(Result.IGNORED);
    assertThat(firing(incident)).hasSize(1);
  }

  @Test
  void endOfAnEpisodeThatWasNeverSeen_doesNotBelongToOneThatWasOverBefore() {
    Alert first = alert();
    receive(first);
    receive(RunbookWalk.resolved(first, clock.instant()));
    clock.forward(Duration.ofHours(1));
    Alert second = startingAt(clock.instant(), first);

    assertThat(receive(RunbookWalk.resolved(second, clock.instant())).result())
        .isEqualTo(Result.IGNORED);
    assertThat(receive(second).result()).isEqualTo(Result.IGNORED);
  }

  // One such alert made a 503 of the whole delivery, for ever.
  @Test
  void databaseRefusesOneAlert_itsNeighboursAreTaken(CapturedOutput output) {
    Alert poison = poison(alert());
    Alert alert = alert();

    List<AlertReceipt> receipts =
        alerts.receive(List.of(poison, alert, poison(alert()), alert(), alert()));

    assertThat(receipts)
        .extracting(AlertReceipt::result)
        .containsExactlyInAnyOrder(
            Result.REFUSED, Result.STARTED, Result.REFUSED, Result.JOINED, Result.JOINED);
    assertThat(receipts.get(0))
        .isEqualTo(
            AlertReceipt.refused(
                poison.fingerprint(),
                "the database refuses what it says; shorten or correct its labels"));
    assertThat(receipts.get(2).result()).isEqualTo(Result.REFUSED);
    assertThat(processes()).isOne();
    assertThat(output).contains("The database refuses alert");
  }

  @Test
  void databaseRefusesTheOnlyAlert_isRefusedAndNotAskedForAgain() {
    assertThat(receive(poison(alert())).result()).isEqualTo(Result.REFUSED);
    assertThat(processes()).isZero();
  }

  @Test
  void fingerprintTwiceInOneDelivery_isOneEpisode() {
    Alert alert = alert();
    Alert withOtherLabels =
        new Alert(
            alert.fingerprint(),
            alert.name(),
            alert.service(),
            "warning",
            true,
            alert.startsAt(),
            null,
            Map.of(),
            Map.of());

    List<AlertReceipt> receipts =
        alerts.receive(
            List.of(alert, withOtherLabels, RunbookWalk.resolved(alert, clock.instant()), alert));

    assertThat(receipts)
        .extracting(AlertReceipt::result)
        .containsExactlyInAnyOrder(
            Result.STARTED, Result.JOINED, Result.RESOLVED, receipts.get(0).result());
    assertThat(receipts).extracting(AlertReceipt::incident).doesNotContainNull().hasSize(4);
    assertThat(processes()).isOne();
  }

  // Sorting asked the engine about every pair, so that the answer came minutes later.
  @Test
  void fiveThousandAlertsAtOnce_areAnsweredBeforeAlertmanagerGivesUp() {
    List<Alert> group = IntStream.range(0, 5000).mapToObj(n -> alert()).toList();
    Alert poison = poison(alert());
    List<Alert> delivery = new ArrayList<>(group);
    delivery.add(2500, poison);

    Instant begun = Instant.now();
    List<AlertReceipt> receipts = alerts.receive(delivery);

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(90));
    assertThat(receipts).hasSize(5001);
    assertThat(receipts).filteredOn(it -> it.result() == Result.STARTED).hasSize(1);
    assertThat(receipts).filteredOn(it -> it.result() == Result.JOINED).hasSize(4999);
    assertThat(receipts.get(2500).result()).isEqualTo(Result.REFUSED);
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

  // Thousands of series in one incident took all memory of whoever read it.
  @Test
  void oneAlertOfManySeries_isOneThatFires_andTheReportIsNoLongerThanPeopleRead() {
    String incident = alerts.receive(List.of(alert())).get(0).incident();
    Instant since = clock.instant();
    List<Alert> series = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Alert one = RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, since);
      series.add(
          new Alert(
              "series-" + i,
              one.name(),
              one.service(),
              one.severity(),
              true,
              since,
              one.endsAt(),
              one.labels(),
              one.annotations()));
    }
    alerts.receive(series);

    assertThat(firing(incident)).hasSize(1);
    assertThat(incidents.episodes(incident)).hasSize(500);
    assertThat(archive.find(incident).orElseThrow().timeline())
        .extracting(it -> it.what())
        .contains("101 more alerts joined")
        .hasSizeLessThan(600);
  }

  private Alert alert() {
    clock.forward(Duration.ofSeconds(1));
    return RunbookWalk.alert(RunbookWalk.KEY, RunbookWalk.SERVICE, clock.instant());
  }

  private List<FiringAlert> firing(String incident) {
    return incidents.firing(new Incident(incident, null, RunbookWalk.KEY, clock.instant()));
  }

  private static Alert startingAt(Instant startsAt, Alert alert) {
    return new Alert(
        alert.fingerprint(),
        alert.name(),
        alert.service(),
        alert.severity(),
        alert.firing(),
        startsAt,
        alert.endsAt(),
        alert.labels(),
        alert.annotations());
  }

  /** What no reader should let through. */
  private static Alert poison(Alert alert) {
    return new Alert(
        alert.fingerprint(),
        alert.name(),
        alert.service(),
        "x".repeat(65),
        true,
        alert.startsAt(),
        null,
        Map.of(),
        Map.of());
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
