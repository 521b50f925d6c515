package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.json.WordsAsJson;
import org.camunda.bpm.engine.delegate.VariableScope;

/** The parts of the evidence as the looks write them, each in a variable of its own. */
public final class EvidenceParts {

  private EvidenceParts() {}

  /** What was seen of the fault: {@code evidence_} and the part's name. */
  public static <T> ProcessVariable<Answer<T>> seen(EvidencePart<T> part) {
    return ProcessVariable.json("evidence_" + part.name(), WordsAsJson.answerTo(part));
  }

  /** What the last look at recovery saw: {@code recovery_} and the part's name. */
  public static <T> ProcessVariable<Answer<T>> seenAfter(EvidencePart<T> part) {
    return ProcessVariable.json("recovery_" + part.name(), WordsAsJson.answerTo(part));
  }

  /** All that was seen of the fault so far. */
  public static Evidence assemble(VariableScope scope) {
    Evidence evidence = Evidence.NONE;
    for (EvidencePart<?> part : EvidencePart.all()) {
      evidence = withSeen(evidence, part, scope);
    }
    return evidence;
  }

  /** What the last look at recovery saw; the rest of the evidence is not asked again. */
  public static Evidence assembleAfter(VariableScope scope) {
    Evidence evidence = Evidence.NONE;
    for (EvidencePart<?> part : EvidencePart.all()) {
      evidence = withSeenAfter(evidence, part, scope);
    }
    return evidence;
  }

  private static <T> Evidence withSeen(
      Evidence evidence, EvidencePart<T> part, VariableScope scope) {
    return evidence.with(part, seen(part).find(scope).orElse(null));
  }

  private static <T> Evidence withSeenAfter(
      Evidence evidence, EvidencePart<T> part, VariableScope scope) {
    return evidence.with(part, seenAfter(part).find(scope).orElse(null));
  }
}
