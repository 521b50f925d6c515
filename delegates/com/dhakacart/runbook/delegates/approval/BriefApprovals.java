package com.dhakacart.runbook.delegates.approval;

import static com.dhakacart.runbook.process.RunbookContract.APPROVE_CHANGE;

import com.dhakacart.runbook.process.ApprovalSettings;
import com.dhakacart.runbook.process.ledger.ChangePause;
import com.dhakacart.runbook.process.ledger.Plans.Approval;
import com.dhakacart.runbook.process.ledger.Plans.KeptPlan;
import java.time.Duration;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** What a person is told of the others: who approved, what happens when nobody does, a pause. */
@Component
class BriefApprovals {

  private final ApprovalSettings settings;
  private final ChangePause pause;

  BriefApprovals(ApprovalSettings settings, ChangePause pause) {
    this.settings = settings;
    this.pause = pause;
  }

  /** Empty where one approval is enough, or where something else is asked. */
  String given(DelegateTask task, KeptPlan plan) {
    if (!task.getTaskDefinitionKey().equals(APPROVE_CHANGE)) {
      return "";
    }
    String who = plan.approvals().stream().map(Approval::user).collect(Collectors.joining(", "));
    return plan.approvalsNeeded() < 2
        ? ""
        : "%d different people must approve it, and who chose its cause does not count. Approved so far by: %s."
            .formatted(plan.approvalsNeeded(), who.isEmpty() ? "nobody" : who);
  }

  String whileNobodyDecides() {
    return "Every %s on-call is reminded, and the senior engineers may decide, too; from the second time on the Senior Engineer is called. Who decides is asked again where the deployment has changed by then."
        .formatted(words(settings.remindAfter()));
  }

  String pause() {
    return pause.inWords().orElse("");
  }

  /** What stands beside the pause already is not said once more. */
  String besidesThePause(String problem) {
    return pause().isEmpty() ? problem : problem.replace(pause() + ". ", "");
  }

  /** {@code 5 min}, {@code 90 s}. */
  static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
