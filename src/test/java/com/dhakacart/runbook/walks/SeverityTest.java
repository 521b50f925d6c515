package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.process.Severities;
import com.dhakacart.runbook.process.history.IncidentArchive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** One incident a service, whichever alert came first, and as severe as the worst of them. */
class SeverityTest extends Walking {

  /** Another alert of the service that has a runbook of its own. */
  private static final String ANOTHER = "DhakaCartPodsRestart";

  @Autowired Incidents incidents;
  @Autowired Severities severities;
  @Autowired IncidentArchive archive;

  private String deployment;

  @BeforeEach
  void anotherRunbook() {
    deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .addModelInstance(
                "another.bpmn",
                Bpmn.createExecutableProcess(ANOTHER)
                    .camundaHistoryTimeToLive(1)
                    .startEvent(RunbookContract.ALERT_FIRED)
                    .serviceTask("serviceTask_openIncident")
                    .camundaDelegateExpression("${openIncident}")
                    .userTask("userTask_recordRootCause")
                    .endEvent()
                    .done())
            .deploy()
            .getId();
  }

  @AfterEach
  void withoutIt() {
    closeWhatIsOpen();
    engine.getRepositoryService().deleteDeployment(deployment, true);
  }

  @ParameterizedTest
  @CsvSource({RunbookWalk.KEY + "," + ANOTHER, ANOTHER + "," + RunbookWalk.KEY})
  void alertWithARunbookOfItsOwn_joinsTheIncidentOfItsService_whicheverCameFirst(
      String first, String second) {
    AlertReceipt opened = receive(first, "critical");
    AlertReceipt joined = receive(second, "critical");

    assertThat(opened.result()).isEqualTo(Result.STARTED);
    assertThat(joined.result()).isEqualTo(Result.JOINED);
    assertThat(joined.incident()).isEqualTo(opened.incident());
    assertThat(incidents.find(opened.incident()).orElseThrow().alertName()).isEqualTo(first);
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isOne();
    assertThat(onCall.pages).isEmpty();
  }

  @Test
  void oneDelivery_theAlertThatBeganFirstOpensTheIncident() {
    Alert later = alert(ANOTHER, "critical");
    Alert first =
        RunbookWalk.alert(
            RunbookWalk.KEY, RunbookWalk.SERVICE, later.startsAt().minus(Duration.ofMinutes(2)));

    List<AlertReceipt> receipts = alerts.receive(List.of(later, first));

    assertThat(receipts)
        .extracting(AlertReceipt::result)
        .containsExactly(Result.JOINED, Result.STARTED);
  }

  // Beyond the alerts that a report lists the worst one counted for nothing.
  @Test
  void worstAlertComesAfterHundredsOfOthers_andCountsAllTheSame() {
    Alert opens = alert(ANOTHER, "warning");
    String incident = alerts.receive(List.of(opens)).get(0).incident();
    List<Alert> series = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      series.add(
          new Alert(
              "series-" + i,
              ANOTHER,
              opens.service(),
              "warning",
              true,
              opens.startsAt(),
              opens.endsAt(),
              opens.labels(),
              opens.annotations()));
    }
    alerts.receive(series);

    receive(RunbookWalk.KEY, "critical");
    assertThat(severity(incident)).contains("critical");

    clock.forward(Duration.ofMinutes(1));
    receive(RunbookWalk.KEY, "critical");
    assertThat(risesInTheReport(incident)).hasSize(1);
    assertThat(onCall.pages).hasSize(1);
  }

  @Test
  void alertIsWorseThanWhatOpenedTheIncident_severityRises_onCallIsTold_andTheReportSaysSo() {
    String incident = receive(ANOTHER, "warning").incident();

    receive(RunbookWalk.KEY, "critical");

    assertThat(severity(incident)).contains("critical");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.ON_CALL);
    assertThat(onCall.pages.get(0).summary())
        .isEqualTo(
            "dhakacart-backend: the severity rises from warning to critical:"
                + " DhakaCartHighErrorRate fires");
    assertThat(onCall.pages.get(0).details()).contains("opened with, " + ANOTHER);
    assertThat(onCall.pages.get(0).links())
        .containsKeys("Incident", "Tasklist", "Cockpit", "Report");
    assertThat(risesInTheReport(incident))
        .containsExactly(
            "Severity rose to critical: by alert DhakaCartHighErrorRate, from warning");
    assertThat(archive.find(incident).orElseThrow().escalations())
        .singleElement()
        .satisfies(it -> assertThat(it.sent()).isNotNull());
  }

  @Test
  void alertIsWorseThanWhatOpenedTheIncident_itsJobsComeAsSoonAsThoseOfOneThatBeganSo() {
    receive(RunbookWalk.KEY, "critical");
    Map<String, Long> ofTheWorst = priorities();
    closeWhatIsOpen();
    receive(RunbookWalk.KEY, "warning");
    assertThat(priorities())
        .isNotEmpty()
        .allSatisfy((job, priority) -> assertThat(priority).isLessThan(ofTheWorst.get(job)));

    receive(ANOTHER, "critical");

    assertThat(priorities()).isEqualTo(ofTheWorst);
  }

  /** By the elements at which they wait. */
  private Map<String, Long> priorities() {
    return engine.getManagementService().createJobQuery().active().list().stream()
        .filter(it -> it.getProcessInstanceId() != null)
        .collect(Collectors.toMap(this::element, Job::getPriority));
  }

  private String element(Job job) {
    return engine
        .getManagementService()
        .createJobDefinitionQuery()
        .jobDefinitionId(job.getJobDefinitionId())
        .singleResult()
        .getActivityId();
  }

  @Test
  void everyRise_isSentOnce() {
    String incident = receive(ANOTHER, null).incident();
    receive(RunbookWalk.KEY, "warning");
    receive(RunbookWalk.KEY, "warning");
    receive(RunbookWalk.KEY, "Critical");
    receive(ANOTHER, "critical");

    assertThat(onCall.stages()).containsExactly("severity warning", "severity critical");
    assertThat(risesInTheReport(incident)).hasSize(2).first().asString().endsWith("from not said");
  }

  @ParameterizedTest
  @CsvSource({
    "critical, critical",
    "critical, warning",
    "critical,",
    "warning, info",
    "warning, ufo"
  })
  void alertIsNoWorse_nobodyIsTold(String first, String second) {
    String incident = receive(ANOTHER, first).incident();

    receive(RunbookWalk.KEY, second);

    assertThat(severity(incident)).contains(first);
    assertThat(onCall.pages).isEmpty();
    assertThat(risesInTheReport(incident)).isEmpty();
  }

  @Test
  void personStartedTheIncident_itsFirstAlertIsNoRise_andTheNextMayBeOne() {
    engine.getRuntimeService().startProcessInstanceByKey(RunbookWalk.KEY);

    String incident = receive(ANOTHER, "warning").incident();
    assertThat(onCall.pages).isEmpty();

    receive(RunbookWalk.KEY, "critical");
    assertThat(onCall.stages()).containsExactly("severity critical");
    assertThat(risesInTheReport(incident)).hasSize(1);
  }

  @Test
  void pagingServiceIsBroken_alertIsTakenAllTheSame_andThePageIsSentLater() {
    String incident = receive(ANOTHER, "warning").incident();
    onCall.broken = true;

    assertThat(receive(RunbookWalk.KEY, "critical").result()).isEqualTo(Result.JOINED);

    assertThat(archive.find(incident).orElseThrow().escalations())
        .singleElement()
        .satisfies(it -> assertThat(it.sent()).isNull());
    onCall.broken = false;
    sendAgain();
    assertThat(onCall.stages()).containsExactly("severity critical");
  }

  private Optional<String> severity(String incident) {
    return severities.of(incidents.find(incident).orElseThrow());
  }

  private List<String> risesInTheReport(String incident) {
    return archive.find(incident).orElseThrow().timeline().stream()
        .filter(it -> it.what().startsWith("Severity rose"))
        .map((Entry it) -> it.what() + ": " + it.detail())
        .toList();
  }

  private AlertReceipt receive(String name, String severity) {
    return alerts.receive(List.of(alert(name, severity))).get(0);
  }

  private Alert alert(String name, String severity) {
    clock.forward(Duration.ofSeconds(1));
    Alert alert = RunbookWalk.alert(name, RunbookWalk.SERVICE, clock.instant());
    return new Alert(
        alert.fingerprint(),
        name,
        alert.service(),
        severity,
        true,
        alert.startsAt(),
        null,
        Map.of(),
        Map.of());
  }
}
