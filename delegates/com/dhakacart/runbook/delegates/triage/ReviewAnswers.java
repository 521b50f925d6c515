package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.UNANSWERED_QUESTIONS;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Which of the questions that decide what happens next, and whose source is configured, are open.
 */
@Component
class ReviewAnswers implements JavaDelegate {

  private final Metrics metrics;

  ReviewAnswers(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void execute(DelegateExecution step) {
    List<String> unanswered = new ArrayList<>();
    if (isOpen(step, PODS)) {
      unanswered.add("pods");
    }
    if (isOpen(step, HEALTH)) {
      unanswered.add("health");
    }
    if (metrics.configured() && isOpen(step, TRAFFIC)) {
      unanswered.add("error rate");
    }
    UNANSWERED_QUESTIONS.set(step, String.join(", ", unanswered));
  }

  private static <T> boolean isOpen(DelegateExecution step, EvidencePart<T> part) {
    return seen(part).find(step).filter(Answer::answered).isEmpty();
  }
}
