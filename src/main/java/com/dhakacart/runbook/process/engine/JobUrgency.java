package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.process.Severities;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobPriorityProvider;
import org.camunda.bpm.engine.impl.jobexecutor.JobDeclaration;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.springframework.stereotype.Component;

/**
 * Which job the engine takes first, where there are more than it can do at once: of looks, those at
 * an incident that nobody has looked at before those that ask again; and among the same, as of
 * clocks, changes and what people decided, the more severe incident. Looks are below 0, so that
 * {@link NextJobs} can tell them from the rest. A priority that a model or an operator gives comes
 * before this.
 */
@Component
class JobUrgency extends DefaultJobPriorityProvider {

  /** Below the engine's own default, 0, which its clean-up and jobs of older versions have. */
  static final long FIRST_LOOK = -200;

  static final long LOOK_AGAIN = -400;

  private final Severities severities;

  JobUrgency(Severities severities) {
    this.severities = severities;
  }

  /** Of the first look at the most severe incidents; those at milder ones are below. */
  long firstLookAtTheWorst() {
    return FIRST_LOOK + severities.mostUrgent();
  }

  @Override
  protected Long getProcessDefinitionPriority(ExecutionEntity execution, JobDeclaration<?, ?> job) {
    Long written = super.getProcessDefinitionPriority(execution, job);
    if (written != null || execution == null) {
      return written;
    }
    return kind(execution, job) + urgency(execution);
  }

  private static long kind(ExecutionEntity execution, JobDeclaration<?, ?> job) {
    String element = job.getActivityId();
    if (RunbookContract.ASK_AGAIN.equals(element) || RunbookContract.LOOK_AGAIN.contains(element)) {
      return LOOK_AGAIN;
    }
    // steps that only look run beside each other; all others are exclusive
    if (job.isExclusive()) {
      return 0;
    }
    return asksAgain(execution, element) ? LOOK_AGAIN : FIRST_LOOK;
  }

  /** Where its phase has asked before, and some questions were left without an answer. */
  private static boolean asksAgain(ExecutionEntity execution, String element) {
    ActivityImpl look = execution.getProcessDefinition().findActivity(element);
    return look != null
        && look.getFlowScope().findActivityAtLevelOfSubprocess(RunbookContract.ASK_AGAIN) != null
        && execution.getVariable(IncidentVariables.UNANSWERED_QUESTIONS.name()) != null;
  }

  /** Who starts a runbook by hand says nothing of how bad it is, and waits for it. */
  private long urgency(ExecutionEntity execution) {
    return execution.getVariable(IncidentVariables.URGENCY.name()) instanceof Number known
        ? known.longValue()
        : severities.mostUrgent();
  }
}
