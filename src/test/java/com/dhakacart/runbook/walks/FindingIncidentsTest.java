package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.IncidentSummary.Waiting;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How a person who was just called finds what to decide: by the log, by the list, by the name. */
@ExtendWith(OutputCaptureExtension.class)
class FindingIncidentsTest extends Walking {

  @Autowired IncidentArchive archive;
  @Autowired IncidentList list;

  // Two incidents were two cards "Approve change" in Tasklist.
  @Test
  void task_saysInItsNameWhichIncidentItBelongsTo_andItsReportDoesNotRepeatIt() {
    Task approval = incidentWith(Fault.BAD_RELEASE).task("userTask_approveChange");

    assertThat(approval.getName())
        .matches(
            "Approve change \\(Code deployment\\): dhakacart-backend since [-0-9]{10} [:0-9]{5} UTC");
    assertThat(approval.getDescription()).contains(walk.incident());
    assertThat(engine.getTaskService().getVariableLocal(approval.getId(), "incidentKey"))
        .isEqualTo(walk.incident());

    walk.approve().recovers();

    assertThat(walk.task("userTask_recordRootCause").getName())
        .startsWith("Record root cause (Code deployment): dhakacart-backend on ");
    assertThat(walk.briefing("userTask_recordRootCause"))
        .contains("Was open for", "At first customers got")
        .doesNotContainIgnoringCase("open since");
    IncidentHistory history = archive.find(walk.incident()).orElseThrow();
    assertThat(history.decisions()).extracting(Decision::task).containsExactly("Approve change");
    assertThat(history.timeline())
        .extracting(Entry::what)
        .contains("Approve change", "Record root cause");
  }

  @Test
  void whatOpens_isSaidInTheLog_withTheWayToIt(CapturedOutput output) {
    incidentWith(Fault.BAD_RELEASE);

    assertThat(output)
        .containsPattern(
            "INFO .*Opened incident %s of dhakacart/dhakacart-backend; it is read and decided at .*/incidents/%s"
                .formatted(walk.incident(), walk.incident()))
        .containsPattern(
            "INFO .*Waits for a person: Approve change \\(Code deployment\\).*; decide at"
                + " http://localhost:8080/incidents/"
                + walk.incident()
                + ", or in Tasklist at http://localhost:8080/camunda/app/tasklist/default/#/\\?task="
                + walk.task("userTask_approveChange").getId());
  }

  @Test
  void openingThatIsRefused_isNotSaidInTheLog(CapturedOutput output) {
    incidentWith(Fault.BAD_RELEASE);

    assertThatThrownBy(() -> engine.getRuntimeService().startProcessInstanceByKey(RunbookWalk.KEY))
        .hasStackTraceContaining("is open");
    assertThat(output.toString().split("Opened incident", -1)).hasSize(2);
  }

  @Test
  void list_saysWhereEachIncidentIs_newestFirst() {
    incidentWith(Fault.BAD_RELEASE);
    IncidentSummary waiting = list.find(walk.incident()).orElseThrow();
    assertThat(waiting.phase()).isEqualTo("waits for a person: Approve change");
    assertThat(waiting.outcome()).isNull();
    assertThat(waiting.cause()).isEqualTo(Cause.CODE_DEPLOYMENT);
    assertThat(waiting.links())
        .containsEntry(
            "Report", "http://localhost:8080/incidents/%s/report".formatted(waiting.key()))
        .containsEntry(
            "Recording", "http://localhost:8080/incidents/%s/recording".formatted(waiting.key()))
        .containsEntry(
            "Tasklist",
            "http://localhost:8080/camunda/app/tasklist/default/#/?task="
                + walk.task("userTask_approveChange").getId())
        .containsEntry(
            "Cockpit",
            "http://localhost:8080/camunda/app/cockpit/default/#/process-instance/"
                + walk.instance().getId());
    assertThat(archive.find(walk.incident()).orElseThrow().links())
        .containsEntry("Cockpit", waiting.links().get("Cockpit"));

    walk.approve();
    assertThat(list.find(walk.incident()).orElseThrow().phase()).startsWith("Monitor recovery");
    walk.recovers().documentIt();
    IncidentSummary done = list.find(walk.incident()).orElseThrow();
    assertThat(done.phase()).isNull();
    assertThat(done.links()).as("Cockpit shows no ended instance").doesNotContainKey("Cockpit");
    assertThat(done.outcome()).isEqualTo(Outcome.RECOVERED);
    assertThat(done.closedAt()).isNotNull();

    world.reset();
    clock.forward(Duration.ofMinutes(5));
    walk.alertFires();
    assertThat(list.newest(2))
        .extracting(IncidentSummary::key)
        .containsExactly(walk.incident(), done.key());
    assertThat(list.newest(1).get(0).phase()).startsWith("Immediate actions");
    assertThat(list.find("no-such-incident")).isEmpty();
  }

  // Nobody else saw that somebody was at it, and two tasks stood behind the groups of both.
  @Test
  void list_saysOfEachTaskWhoMayDoIt_andWhoIsOnIt() {
    incidentWith(Fault.BAD_RELEASE);
    engine.getIdentityService().setAuthentication("oncall", List.of("on-call"));
    engine.getTaskService().claim(walk.task("userTask_approveChange").getId(), "oncall");
    engine.getIdentityService().clearAuthentication();

    IncidentSummary waiting = list.find(walk.incident()).orElseThrow();
    assertThat(waiting.waiting())
        .containsExactly(new Waiting("Approve change", List.of("on-call"), "oncall"));
    assertThat(waiting.waitsFor()).containsExactly("on-call");
  }

  // A decision stood at the time at which it had been asked, and each read as an approval.
  @Test
  void timeline_saysWhatWasDecidedWhenItWas_andThatAChangeWasApproved() {
    incidentWith(Fault.BAD_RELEASE)
        .decide(
            "userTask_approveChange",
            "oncall",
            Map.of(
                "decision", "CHOOSE_ANOTHER_CAUSE",
                "cause", "RESOURCE_EXHAUSTION",
                "reason", "They are full."));
    walk.approve();

    IncidentHistory history = archive.find(walk.incident()).orElseThrow();
    Decision other = history.decisions().get(0);
    assertThat(other.cause()).isEqualTo(Cause.RESOURCE_EXHAUSTION);
    assertThat(history.timeline())
        .extracting(Entry::at, Entry::what, Entry::who, Entry::detail)
        .contains(
            tuple(
                other.at(),
                "Approve change: Choose another cause: Memory or CPU exhaustion",
                "oncall",
                "They are full."));
    assertThat(history.timeline())
        .extracting(Entry::what, Entry::who)
        .contains(tuple("Approve change", null), tuple("Change made, approved", "oncall"))
        .doesNotContain(tuple("Approve change", "oncall"));
  }

  @Test
  void recoveryIsWatched_historySaysUntilWhen_andNotOnceItHeld() {
    incidentWith(Fault.BAD_RELEASE).approve();

    assertThat(archive.find(walk.incident()).orElseThrow().watched().holdFor())
        .isEqualTo(Duration.ofMinutes(2));

    walk.recovers();
    assertThat(archive.find(walk.incident()).orElseThrow().watched()).isNull();
  }

  /** Whichever plane of the picture the token is on. */
  @Test
  void listAndReport_callThePhasesAsThePictureDoes() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    assertThat(phase()).isEqualTo("Immediate actions (0-5 min)");
    walk.goOnTo("serviceTask_analyzeErrorPatterns");
    assertThat(phase()).isEqualTo("Investigation (5-15 min)");
    walk.goOnTo("serviceTask_planRollback");
    assertThat(phase()).isEqualTo("Investigate and restore");
    walk.goOn().approveAndGoOnTo("serviceTask_rollBackRelease");
    assertThat(phase()).isEqualTo("Make the change");
    walk.goOn();
    assertThat(phase()).isEqualTo("Monitor recovery");
    walk.fireOnly("event_lookAgain");
    assertThat(phase()).isEqualTo("Monitor recovery, Look again");
    walk.goOn().fireOnly("event_notImproved");
    assertThat(phase()).isEqualTo("Monitor recovery, Escalate if not improved");
    walk.goOn().recovers().documentIt();

    assertThat(archive.find(walk.incident()).orElseThrow().timeline())
        .extracting(Entry::what)
        .containsSubsequence(
            "Immediate actions (0-5 min)",
            "Investigate and restore",
            "Investigation (5-15 min)",
            "Make the change",
            "Monitor recovery",
            "Escalate if not improved",
            "Post-incident actions")
        .doesNotHaveDuplicates();
  }

  private String phase() {
    return list.find(walk.incident()).orElseThrow().phase();
  }

  /** The mean time to acknowledge rose by who documented what had been over for hours. */
  @Test
  void incidentWasOverBeforeAnybodyCame_whoDocumentsItAcknowledgesNothing() {
    incidentWith(Fault.POOL_EXHAUSTED);
    Instant began = clock.instant();
    itIsOver();
    walk.recovers();
    ClockUtil.setCurrentTime(Date.from(clock.instant().plus(Duration.ofHours(3))));
    try {
      walk.recordRootCause();
    } finally {
      ClockUtil.reset();
    }

    assertThat(list.responseTimes(began.minusSeconds(60)).toAcknowledge()).isEmpty();
    assertThat(archive.find(walk.incident()).orElseThrow().acknowledgedAt()).isNull();
  }

  // The report named who had claimed the task.
  @Test
  void claimedByOneAndDecidedByAnother_reportNamesWhoDecided() {
    incidentWith(Fault.BAD_RELEASE);
    User backup = engine.getIdentityService().newUser("backup");
    backup.setPassword("a password of length");
    engine.getIdentityService().saveUser(backup);
    engine.getIdentityService().createMembership("backup", "on-call");
    engine.getTaskService().setAssignee(walk.task("userTask_approveChange").getId(), "backup");

    walk.approve();

    assertThat(archive.find(walk.incident()).orElseThrow().decisions())
        .extracting(Decision::who)
        .containsExactly("oncall");
  }

  // An administrator can make approvers, and nobody who read the report saw it.
  @Test
  void personIsMadeADeciderMeanwhile_reportSaysByWhom() {
    incidentWith(Fault.BAD_RELEASE);
    IdentityService people = engine.getIdentityService();
    people.setAuthentication("admin", List.of("camunda-admin"));
    ClockUtil.setCurrentTime(Date.from(clock.instant())); // the engine's own stands still as well
    try {
      User newcomer = people.newUser("newcomer");
      newcomer.setPassword("a password of some length");
      people.saveUser(newcomer);
      people.createMembership("newcomer", "on-call");
    } finally {
      ClockUtil.reset();
      people.clearAuthentication();
    }
    clock.forward(Duration.ofSeconds(1));

    try {
      assertThat(archive.find(walk.incident()).orElseThrow().timeline())
          .extracting(Entry::what, Entry::who)
          .contains(
              tuple("The user newcomer was made", "admin"),
              tuple("newcomer became a member of on-call", "admin"));
    } finally {
      people.deleteUser("newcomer");
    }
  }

  @Test
  void failedStepIsTriedAgainByHand_reportSaysByWhom() {
    incidentWith(Fault.BAD_RELEASE);
    String timer =
        engine
            .getManagementService()
            .createJobQuery()
            .processInstanceId(walk.instance().getId())
            .timers()
            .list()
            .get(0)
            .getId();
    engine.getIdentityService().setAuthentication("oncall", List.of("on-call", "camunda-admin"));
    engine.getManagementService().setJobRetries(timer, 2);
    engine.getIdentityService().clearAuthentication();

    assertThat(archive.find(walk.incident()).orElseThrow().timeline())
        .filteredOn(it -> it.what().equals("Failed step given another try"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.who()).isEqualTo("oncall");
              assertThat(it.detail()).isEqualTo("2 more, by hand");
            });
  }

  @Test
  void processWasDeletedByHand_listSaysSo() {
    incidentWith(Fault.BAD_RELEASE);
    engine.getRuntimeService().deleteProcessInstance(walk.instance().getId(), "by hand");

    assertThat(list.find(walk.incident()).orElseThrow().phase()).contains("deleted in Cockpit");
  }
}
