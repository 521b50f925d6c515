package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.json.WordsAsJson;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * One part of the evidence, in the variable of the look that asks for it.
 *
 * @param <T> what an answer to it holds
 */
public final class SeenPart<T> {

  private final EvidencePart<T> part;
  private final ProcessVariable<Evidence> look;

  /** Where older versions kept it. */
  private final ProcessVariable<Answer<T>> alone;

  SeenPart(EvidencePart<T> part, ProcessVariable<Evidence> look, String alone) {
    this.part = part;
    this.look = look;
    this.alone = ProcessVariable.json(alone, WordsAsJson.answerTo(part));
  }

  public EvidencePart<T> part() {
    return part;
  }

  /** All that its look asks for. */
  public ProcessVariable<Evidence> look() {
    return look;
  }

  /** As a variable of its own, which only incidents of older versions have. */
  public ProcessVariable<Answer<T>> alone() {
    return alone;
  }

  /** The question and its answer; empty where it was not asked. */
  public Optional<Answer<T>> find(VariableScope scope) {
    return find(look.find(scope).orElse(Evidence.NONE), scope);
  }

  /** The same, where what its look has seen is read already. */
  Optional<Answer<T>> find(Evidence seen, VariableScope scope) {
    return Optional.ofNullable(seen.of(part)).or(() -> alone.find(scope));
  }

  /** Beside what its look has seen. */
  public void set(VariableScope scope, Answer<T> answer) {
    look.set(scope, look.find(scope).orElse(Evidence.NONE).with(part, answer));
  }
}
