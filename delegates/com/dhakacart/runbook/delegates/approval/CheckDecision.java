package com.dhakacart.runbook.delegates.approval;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.ProcessVariable;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.stereotype.Component;

/** Refuses a completion without a valid answer; the task stays open, and nothing has happened. */
@Component
class CheckDecision implements TaskListener {

  private final Approvals approvals;

  CheckDecision(Approvals approvals) {
    this.approvals = approvals;
  }

  @Override
  public void notify(DelegateTask task) {
    Answers answers = Answers.OF.get(task.getTaskDefinitionKey());
    String decision = answers.decisions().isEmpty() ? "" : answer(task, "decision");
    if (!answers.decisions().isEmpty() && !answers.decisions().contains(decision)) {
      throw new DecisionRefused(
          "decision is '%s'; answer one of %s".formatted(decision, answers.decisions()));
    }
    if (answers.causeFor().contains(decision) && !Answers.CAUSES.contains(answer(task, "cause"))) {
      throw new DecisionRefused(
          "cause is '%s'; answer one of %s".formatted(answer(task, "cause"), Answers.CAUSES));
    }
    if (answers.reasonFor().contains(decision)) {
      required(task, "reason");
    }
    answers.texts().forEach(text -> required(task, text));
    keepable(task, "reason");
    approvals.record(task, decision);
  }

  private static void required(DelegateTask task, String name) {
    if (answer(task, name).codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw new DecisionRefused(
          "The %s is missing: say it in a sentence".formatted(Answers.spoken(name)));
    }
    keepable(task, name);
  }

  private static void keepable(DelegateTask task, String name) {
    String text = answer(task, name);
    if (text.length() > ProcessVariable.MAX_TEXT) {
      throw new DecisionRefused(
          "%s has %d characters; shorten it to %d"
              .formatted(name, text.length(), ProcessVariable.MAX_TEXT));
    }
  }

  private static String answer(DelegateTask task, String name) {
    return Objects.toString(task.getVariable(name), "");
  }
}
