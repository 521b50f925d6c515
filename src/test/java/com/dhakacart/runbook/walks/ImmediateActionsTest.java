package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first five minutes: what is asked, asked again, and left unknown; and alarms that are false.
 */
class ImmediateActionsTest extends Paths {

  @Test
  void falseAlarm_isWatchedAndReportedWithoutAnybodysWork() {
    incidentWith(Fault.NOTHING).recovers();

    assertThat(walk.instance())
        .isEnded()
        .hasPassedInOrder(
            "serviceTask_assembleEvidence",
            "serviceTask_judgeRecovery",
            "endEvent_restored",
            "serviceTask_closeIncident",
            "serviceTask_writeReport",
            "endEvent_falseAlarm")
        .hasNotPassed(
            "subProcess_investigation", "userTask_approveChange", "userTask_recordRootCause");
    assertThat(walk.variable("outcome")).isEqualTo("FALSE_ALARM");
    assertThat(onCall.pages).isEmpty();
    nothingWasChanged();
  }

  @Test
  void resolvedDuringTheImmediateActions_isNotInvestigated() {
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    world.heal();
    walk.alertResolves().goOn().recovers();

    assertThat(walk.instance()).isEnded().hasNotPassed("subProcess_investigation");
    assertThat(walk.variable("outcome")).isEqualTo("FALSE_ALARM");
    nothingWasChanged();
  }

  @Test
  void immediateActionsTakeTooLong_goOnWithUnknownAndEscalate() {
    world.clusterAnswers = false;
    incidentWith(Fault.BAD_RELEASE);

    assertThat(walk.waitsAt("event_askAgain")).isTrue();
    assertThat(walk.variable("unansweredQuestions")).isEqualTo("pods, health");

    walk.fire("event_immediateActionsTimedOut");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "event_immediateActionsTimedOut",
            "serviceTask_escalateUnanswered",
            "serviceTask_assembleEvidence",
            "serviceTask_rankCauses",
            "endEvent_investigationDone")
        .hasNotPassed("endEvent_situationKnown");
    assertThat(walk.variable("evidence").toString()).contains("the API server does not answer");
    assertThat(walk.openTasks()).containsExactly("userTask_chooseCause");
    assertThat(onCall.pages).extracting(Page::team).containsExactly(Team.INFRASTRUCTURE_TEAM);
    assertThat(onCall.pages.get(0).summary()).contains("no answer to: pods, health");
    nothingWasChanged();
  }

  @Test
  void someQuestionsFailed_onlyThoseAreAskedAgain() {
    world.prometheusAnswers = false;
    incidentWith(Fault.BAD_RELEASE);
    assertThat(walk.variable("unansweredQuestions")).isEqualTo("error rate");
    world.prometheusAnswers = true;
    world.asked.clear();

    walk.fire("event_askAgain");

    assertThat(world.asked)
        .contains("error ratio", "ALERTS")
        .doesNotContain("pods", "events", "endpointslices", "/health", "metrics.k8s.io");
    assertThat(walk.instance())
        .hasPassedInOrder(
            "event_askAgain", "endEvent_situationKnown", "serviceTask_assembleEvidence")
        .hasNotPassed("serviceTask_escalateUnanswered");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(onCall.pages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"critical", "Critical"})
  void severalServicesFail_escalatesAtOnceAndOnce(String worst) {
    incidentWith(Fault.BAD_RELEASE);
    world.otherAlerts = List.of(new FiringAlert("DhakaCartDown", "dhakacart", worst, null));

    walk.fire("event_lookAgain").fire("event_lookAgain");

    assertThat(walk.instance())
        .hasPassedInOrder(
            "serviceTask_lookAgain",
            "serviceTask_escalateSeveralServices",
            "endEvent_severalServicesEscalated")
        .hasNotPassed("serviceTask_withdrawDecisions");
    assertThat(onCall.stages()).containsExactly("several-services");
    assertThat(onCall.pages.get(0).team()).isEqualTo(Team.SENIOR_ENGINEER);
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }
}
