package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.IncidentVariables.APPROVED_BY_ENOUGH;
import static com.dhakacart.runbook.process.IncidentVariables.INCIDENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.fixtures.FakeStep;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.ledger.Plans;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDecisionTest {

  private final RunbookTables tables = new RunbookTables(Clock.systemUTC());
  private final Plans plans = tables.ledger().plans();
  private final CheckDecision check =
      new CheckDecision(
          new Approvals(
              tables.ledger().changes(), tables.ledger().approvals(), tables.incidents()));
  private final Incident incident =
      tables
          .openings()
          .open(
              new Workload("shop", "dhakacart", "dhakacart-backend", "backend", 5000, "shop"),
              "DhakaCartHighErrorRate");
  private final FakeStep answers = new FakeStep().with(INCIDENT, incident);

  // ---- what is taken

  @ParameterizedTest
  @CsvSource({
    "userTask_chooseCause,,CODE_DEPLOYMENT,it came with the release",
    "userTask_chooseCause,,NONE_OF_THEM,nothing fits",
    "userTask_approveChange,REJECT,,too risky now",
    "userTask_approveChange,CHOOSE_ANOTHER_CAUSE,EXTERNAL_SERVICE,the provider says so",
    "userTask_decideNextStep,TRY_ANOTHER_CAUSE,DATABASE_CONNECTIONS,pools are full",
    "userTask_decideNextStep,KEEP_WATCHING,,it falls",
    "userTask_decideNextStep,HAND_OVER,,we are on a call",
    "userTask_approveTakeBack,REJECT,,the sale goes on",
    "userTask_schedulePostMortem,SCHEDULED,,",
    "userTask_schedulePostMortem,NOT_NEEDED,,known and fixed"
  })
  void validAnswer_isTaken(String task, String decision, String cause, String reason) {
    answer("decision", decision).answer("cause", cause).answer("reason", reason);
    assertThatCode(() -> complete(task)).doesNotThrowAnyException();
    assertThat(answers.assignee()).isEqualTo("oncall");
  }

  @Test
  void textThatATaskAsksFor_isTaken() {
    answer("rootCause", "a table was missing").answer("notes", "none");
    assertThatCode(() -> complete("userTask_recordRootCause")).doesNotThrowAnyException();
    assertThatCode(() -> complete("userTask_improveRunbook")).doesNotThrowAnyException();
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource({
    "userTask_approveChange,,,because,decision is ''; answer one of [APPROVE",
    "userTask_approveChange,approve,,because,decision is 'approve'",
    "userTask_approveChange,HAND_OVER,,because,decision is 'HAND_OVER'",
    "userTask_approveChange,REJECT,,,The reason is missing",
    "userTask_approveChange,REJECT,,'   ',The reason is missing",
    "userTask_approveChange,REJECT,,'\u200b \u00a0\u2800',The reason is missing",
    "userTask_chooseCause,,CODE_DEPLOYMENT,...,The reason is missing",
    "userTask_approveChange,CHOOSE_ANOTHER_CAUSE,,because,cause is ''; answer one of",
    "userTask_approveChange,CHOOSE_ANOTHER_CAUSE,THE_MOON,because,cause is 'THE_MOON'",
    "userTask_chooseCause,,,because,cause is ''",
    "userTask_chooseCause,,CODE_DEPLOYMENT,,The reason is missing",
    "userTask_decideNextStep,TRY_ANOTHER_CAUSE,,because,cause is ''",
    "userTask_decideNextStep,HAND_OVER,,,The reason is missing",
    "userTask_changeByHand,DONE,,,The output is missing",
    "userTask_approveTakeBack,REJECT,,,The reason is missing",
    "userTask_schedulePostMortem,NOT_NEEDED,,,The reason is missing",
    "userTask_recordRootCause,,,,The root cause is missing",
    "userTask_improveRunbook,,,,The note is missing"
  })
  void answerThatIsMissingOrNoWordOfTheTask_isRefused_andSaysWhatToAnswer(
      String task, String decision, String cause, String reason, String words) {
    answer("decision", decision).answer("cause", cause).answer("reason", reason);
    refused(task, words);
  }

  // An optional reason over the length of a variable's column ended in a database error.
  @ParameterizedTest
  @CsvSource({
    "userTask_approveChange,APPROVE,reason",
    "userTask_approveChange,REJECT,reason",
    "userTask_schedulePostMortem,SCHEDULED,reason",
    "userTask_changeByHand,NOT_DONE,output",
    "userTask_recordRootCause,,rootCause"
  })
  void textTooLongToKeep_isRefused_whetherItIsNeededOrNot(
      String task, String decision, String text) {
    plan();
    answer("decision", decision).answer(text, "x".repeat(4001));
    refused(task, text + " has 4001 characters; shorten it to 4000");
  }

  @Test
  void nobodyLoggedIn_isRefused() {
    answer("decision", "REJECT").answer("reason", "no");
    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> check.notify(answers.task("userTask_approveChange", null)))
        .withMessageContaining("claim the task");
  }

  // ---- what a decision binds

  @Test
  void approval_isBoundToThePlanThatTheTaskShows_andToWhoGaveIt() {
    plan();
    answer("decision", "APPROVE");
    complete("userTask_approveChange");
    assertThat(plans.latest(incident.key()))
        .hasValueSatisfying(
            plan -> {
              assertThat(plan.number()).isEqualTo(1);
              assertThat(plan.isApproved()).isTrue();
              assertThat(plan.approvals())
                  .extracting(Plans.Approval::user)
                  .containsExactly("oncall");
            });
  }

  @Test
  void anotherPlanWasMadeSinceTheTaskShowedItsOwn_approvalIsRefused() {
    plan();
    propose(1);
    answer("decision", "APPROVE");
    refused("userTask_approveChange", "This task shows plan 1, and plan 2 was made since");
  }

  @Test
  void twoMustApprove_samePersonTwice_isRefused_andADifferentOneIsTaken() {
    plan(2);
    answer("decision", "APPROVE");
    complete("userTask_approveChange");
    assertThat(answers.get(APPROVED_BY_ENOUGH)).isFalse();
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isEmpty();

    refused("userTask_approveChange", "You have approved this change already");

    check.notify(answers.task("userTask_approveChange", "senior"));
    assertThat(answers.get(APPROVED_BY_ENOUGH)).isTrue();
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "userTask_chooseCause,",
    "userTask_approveChange,CHOOSE_ANOTHER_CAUSE",
    "userTask_decideNextStep,TRY_ANOTHER_CAUSE"
  })
  void twoMustApprove_whoChoseTheCause_isNoneOfThem(String task, String decision) {
    answer("decision", decision).answer("cause", "CODE_DEPLOYMENT").answer("reason", "the logs");
    complete(task);
    plan(2);
    answer("decision", "APPROVE");
    refused(
        "userTask_approveChange", "You chose this cause, and its change needs two other people");
  }

  @Test
  void oneIsEnough_whoChoseTheCause_mayApproveItsChange() {
    answer("cause", "CODE_DEPLOYMENT").answer("reason", "the logs");
    complete("userTask_chooseCause");
    plan();
    answer("decision", "APPROVE");
    complete("userTask_approveChange");
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isPresent();
  }

  @Test
  void rejection_approvesNothing() {
    plan();
    answer("decision", "REJECT").answer("reason", "no");
    complete("userTask_approveChange");
    assertThat(plans.approved(incident.key(), Remedy.ROLLBACK)).isEmpty();
  }

  @Test
  void undo_isRefused_whereNothingWasChanged() {
    answer("decision", "UNDO_CHANGE").answer("reason", "it made it worse");
    refused("userTask_decideNextStep", "there is none to undo");
  }

  private void plan() {
    plan(1);
  }

  private void plan(int needed) {
    propose(needed);
    tables.ledger().approvals().show("userTask_approveChange", incident.key());
  }

  private int propose(int needed) {
    var plan = new Plan(Cause.CODE_DEPLOYMENT, "Roll back", List.of(), List.of(), Instant.EPOCH);
    return plans.keep(incident.key(), Remedy.ROLLBACK, plan, needed).number();
  }

  private CheckDecisionTest answer(String name, String value) {
    answers.with(name, value == null ? "" : value);
    return this;
  }

  private void complete(String task) {
    check.notify(answers.task(task, "oncall"));
  }

  private void refused(String task, String words) {
    assertThatExceptionOfType(DecisionRefused.class)
        .isThrownBy(() -> complete(task))
        .withMessageContaining(words);
  }
}
