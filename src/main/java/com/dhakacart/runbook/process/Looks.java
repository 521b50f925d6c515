package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Answer;
import java.util.function.Supplier;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** How a look writes its part of the evidence. */
public final class Looks {

  private Looks() {}

  /** Asks unless there is an answer already, so that a second round repeats only what failed. */
  public static <T> void ask(
      DelegateExecution step, ProcessVariable<Answer<T>> part, Supplier<Answer<T>> question) {
    if (part.find(step).filter(Answer::answered).isEmpty()) {
      part.set(step, question.get());
    }
  }
}
