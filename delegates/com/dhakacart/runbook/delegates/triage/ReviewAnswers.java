package com.dhakacart.runbook.delegates.triage;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Which of the questions that decide what happens next, and can be asked at all, are open. */
@Component
class ReviewAnswers implements JavaDelegate {

  private final Metrics metrics;
  private final Turns turns;

  ReviewAnswers(Metrics metrics, Turns turns) {
    this.metrics = metrics;
    this.turns = turns;
  }

  @Override
  public void execute(DelegateExecution step) {
    if (UNANSWERED_QUESTIONS.find(step).isEmpty()) {
      turns.noteFirst(step);
    }
    String unanswered = String.join(", ", unanswered(step));
    UNANSWERED_QUESTIONS.set(step, unanswered);
    if (!unanswered.isEmpty()) {
      turns.setNext(step);
    }
  }

  private List<String> unanswered(DelegateExecution step) {
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
    return unanswered;
  }

  private static <T> boolean isOpen(DelegateExecution step, EvidencePart<T> part) {
    return seen(part).find(step).filter(Answer::answered).isEmpty();
  }
}
