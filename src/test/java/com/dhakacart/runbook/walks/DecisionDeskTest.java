package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.access.RefusedInWords;
import com.dhakacart.runbook.process.deciding.DecisionDesk;
import com.dhakacart.runbook.process.deciding.OpenDecision;
import com.dhakacart.runbook.process.deciding.Question;
import com.dhakacart.runbook.process.history.IncidentRevisions;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a person decides on the incident's page, by the rules of Tasklist. */
class DecisionDeskTest extends Walking {

  @Autowired DecisionDesk desk;
  @Autowired RefusedInWords refusals;
  @Autowired IncidentRevisions revisions;

  @AfterEach
  void logOut() {
    engine.getIdentityService().clearAuthentication();
  }

  @Test
  void decision_isPutWithItsBriefingAndItsQuestions_andChangesWhatWasApproved() {
    incidentWith(Fault.BAD_RELEASE);
    OpenDecision approval = as("oncall", "on-call");

    assertThat(approval.mine()).isTrue();
    assertThat(approval.name()).isEqualTo("Approve change");
    assertThat(approval.groups()).containsExactly("on-call");
    assertThat(approval.briefing()).containsKeys("happened", "summary", "command", "unknown");
    assertThat(approval.questions())
        .extracting(Question::name)
        .containsExactly("decision", "cause", "reason");

    // a cause that was chosen before the decision was changed does not count
    desk.decide(
        walk.incident(),
        approval.task(),
        Map.of("decision", "APPROVE", "cause", "EXTERNAL_SERVICE", "reason", ""));
    logOut();
    walk.goOn();

    assertThat(world.made()).containsExactly(ChangeKind.ROLL_BACK);
  }

  // The page had a place for it, and nobody filled it.
  @Test
  void firstLine_saysWhatIsAskedOfWhomUntilWhen_asTheListOfTasksDoes() {
    incidentWith(Fault.BAD_RELEASE);
    OpenDecision approval = as("oncall", "on-call");
    String inHalfAnHour = inSeconds(clock.instant().plus(Duration.ofMinutes(30)));

    assertThat(approval.briefing())
        .hasEntrySatisfying(
            "asked", it -> assertThat(it.toString()).startsWith("Approve or reject one change."))
        .containsEntry("askedOf", List.of("on-call"))
        .containsEntry("askedUntil", inHalfAnHour)
        .containsEntry("askedThen", "then no change is made, and the next step is decided")
        .containsEntry("approvals", "");
    Task listed = walk.task("userTask_approveChange");
    assertThat(inSeconds(listed.getDueDate().toInstant())).isEqualTo(inHalfAnHour);
    assertThat(listed.getDescription())
        .isEqualTo(
            "%s Incident %s: DhakaCartHighErrorRate on dhakacart/dhakacart-backend"
                .formatted(approval.briefing().get("asked"), walk.incident()));
  }

  @Test
  void firstLine_saysWhoMayDecideByNow() {
    incidentWith(Fault.BAD_RELEASE).fire("event_noDecision");

    OpenDecision approval = as("oncall", "on-call");
    assertThat(approval.briefing())
        .containsEntry("askedOf", List.of("on-call", "senior-engineers"))
        .containsKeys("happened", "command");
    assertThat(approval.groups()).containsExactly("on-call", "senior-engineers");
  }

  @Test
  void firstLine_saysWhenTheSeniorEngineerIsCalled_andThatNobodyIsOnceItIsOver() {
    incidentWith(Fault.BAD_RELEASE);
    clock.forward(Duration.ofMinutes(17));
    walk.decide(
        "userTask_approveChange", "oncall", Map.of("decision", "REJECT", "reason", "Not this."));
    OpenDecision next = as("oncall", "on-call");
    Instant openedAt = Instant.parse(String.valueOf(next.briefing().get("openedAt")));

    assertThat(next.briefing())
        .containsEntry("asked", "Decide how it goes on.")
        .containsEntry("askedOf", List.of("on-call", "senior-engineers"))
        .containsEntry("askedUntil", inSeconds(openedAt.plus(Duration.ofMinutes(20))))
        .containsEntry(
            "askedThen",
            "unless the error rate is below 5 % by then, the Senior Engineer is called, every 5 min");

    logOut();
    walk.decide("userTask_decideNextStep", "senior", HAND_OVER);
    assertThat(walk.briefing("userTask_recordRootCause"))
        .contains("Record the root cause", "\"askedUntil\":\"\"");
    assertThat(walk.task("userTask_recordRootCause").getDueDate()).isNull();
  }

  private static String inSeconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Test
  void whoMayNot_readsAndDecidesNothing() {
    incidentWith(Fault.BAD_RELEASE);
    OpenDecision approval = as("dba", "database-team");

    assertThat(approval.mine()).isFalse();
    assertRefused(approval, Map.of("decision", "APPROVE"), "of the groups that decide");
  }

  @Test
  void answerThatIsNone_isRefusedInOurWords_andTheDecisionStands() {
    incidentWith(Fault.BAD_RELEASE);
    OpenDecision approval = as("oncall", "on-call");

    assertRefused(approval, Map.of("decision", "REJECT"), "The reason is missing");
    assertRefused(approval, Map.of("decision", "MAYBE"), "answer one of [APPROVE");
    assertRefused(
        approval, Map.of("approvedByEnough", "true"), "does not ask for approvedByEnough");
    assertThatThrownBy(() -> desk.decide("another", approval.task(), Map.of("decision", "APPROVE")))
        .isInstanceOf(DecisionRefused.class)
        .hasMessageContaining("decided or withdrawn meanwhile");
  }

  @Test
  void revision_isAnotherAfterEachThatHappened_andTheSameWhileNothingDoes() {
    incidentWith(Fault.BAD_RELEASE);
    OpenDecision approval = as("oncall", "on-call");
    String before = revisions.of(walk.incident());
    String allBefore = revisions.ofAll();
    assertThat(revisions.of(walk.incident())).isEqualTo(before);
    assertThat(revisions.ofAll()).isEqualTo(allBefore);

    desk.claim(walk.incident(), approval.task());
    String claimed = revisions.of(walk.incident());
    assertThat(claimed).isNotEqualTo(before);
    assertThat(revisions.ofAll()).isNotEqualTo(allBefore);
    assertThat(desk.open(walk.incident()))
        .extracting(OpenDecision::claimedBy)
        .containsExactly("oncall");

    desk.decide(walk.incident(), approval.task(), Map.of("decision", "APPROVE"));
    assertThat(revisions.of(walk.incident())).isNotEqualTo(claimed);
  }

  private OpenDecision as(String person, String group) {
    engine.getIdentityService().setAuthentication(person, List.of(group));
    return desk.open(walk.incident()).get(0);
  }

  private void assertRefused(OpenDecision decision, Map<String, String> answers, String words) {
    assertThatThrownBy(() -> desk.decide(walk.incident(), decision.task(), answers))
        .isInstanceOfSatisfying(
            RuntimeException.class,
            refused -> assertThat(refusals.of(refused).orElseThrow().sentence()).contains(words));
    assertThat(desk.open(walk.incident()))
        .extracting(OpenDecision::task)
        .containsExactly(decision.task());
  }
}
