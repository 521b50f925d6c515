package com.dhakacart.runbook.process;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.RolloutStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.VariableScope;

/** The evidence as the looks write it, each in one variable of its own: they run side by side. */
public final class EvidenceParts {

  private static final Map<EvidencePart<?>, SeenPart<?>> SEEN = new HashMap<>();
  private static final Map<EvidencePart<?>, SeenPart<?>> SEEN_AFTER = new HashMap<>();

  static {
    look("pods", PODS, NODES, LAST_WORDS, EVENTS, ERROR_LINES);
    look("health", ENDPOINTS, HEALTH, KEY_ENDPOINTS);
    look("resourceUsage", USAGE, THROTTLING);
    look("errorRate", TRAFFIC, ALERTS);
    look("errorPatterns", ERROR_RATES, ROUTES, ROUTE_LATENCIES, USUAL, LOG_PATTERNS, LOG_READING);
    look("database", DATABASE_FIGURES, DATABASE_ACTIVITY);
    look("externalDependencies", DEPENDENCY_LINES);
    look("recentRelease", IMAGES, RELEASES, ROLLOUT_STATUS);
    look("autoscaler", AUTOSCALING);
  }

  private EvidenceParts() {}

  private static void look(String name, EvidencePart<?>... parts) {
    ProcessVariable<Evidence> seen = ProcessVariable.evidence("seen_" + name);
    ProcessVariable<Evidence> after = ProcessVariable.evidence("seenAfter_" + name);
    for (EvidencePart<?> part : parts) {
      SEEN.put(part, new SeenPart<>(part, seen, "evidence_" + part.name()));
      SEEN_AFTER.put(part, new SeenPart<>(part, after, "recovery_" + part.name()));
    }
  }

  /** What was seen of the fault: {@code seen_} and the look's name. */
  @SuppressWarnings("unchecked") // look() puts no other
  public static <T> SeenPart<T> seen(EvidencePart<T> part) {
    return (SeenPart<T>) SEEN.get(part);
  }

  /** What the last look at recovery saw: {@code seenAfter_} and the look's name. */
  @SuppressWarnings("unchecked") // look() puts no other
  public static <T> SeenPart<T> seenAfter(EvidencePart<T> part) {
    return (SeenPart<T>) SEEN_AFTER.get(part);
  }

  /** All that was seen of the fault so far. */
  public static Evidence assemble(VariableScope scope) {
    return assembled(EvidenceParts::seen, scope);
  }

  /** What the last look at recovery saw; the rest of the evidence is not asked again. */
  public static Evidence assembleAfter(VariableScope scope) {
    return assembled(EvidenceParts::seenAfter, scope);
  }

  /** What a person reads: the evidence, and after a change what was measured since. */
  public static Optional<Evidence> newest(VariableScope scope) {
    return IncidentVariables.EVIDENCE.find(scope).map(it -> withNewer(it, scope));
  }

  /** What is known by now, also before the evidence is complete. */
  public static Evidence known(VariableScope scope) {
    return withNewer(assemble(scope), scope);
  }

  /**
   * What was asked of a rollout, with since when errors are, which tells whose rollout it is; as it
   * is where none runs, which is nearly always, since that history is long.
   */
  public static Evidence withErrorRates(Evidence asked, VariableScope scope) {
    return asked.known(ROLLOUT_STATUS).filter(RolloutStatus::replacing).isEmpty()
        ? asked
        : asked.with(ERROR_RATES, seen(ERROR_RATES).find(scope).orElse(null));
  }

  private static Evidence withNewer(Evidence evidence, VariableScope scope) {
    return IncidentVariables.EVIDENCE_AFTER.find(scope).map(evidence::withNewer).orElse(evidence);
  }

  /** Each look is read once, however many parts it has. */
  private static Evidence assembled(
      Function<EvidencePart<?>, SeenPart<?>> kept, VariableScope scope) {
    Map<ProcessVariable<Evidence>, Evidence> looks = new HashMap<>();
    Evidence evidence = Evidence.NONE;
    for (EvidencePart<?> part : EvidencePart.all()) {
      SeenPart<?> its = kept.apply(part);
      Evidence seen =
          looks.computeIfAbsent(its.look(), look -> look.find(scope).orElse(Evidence.NONE));
      evidence = with(evidence, its, seen, scope);
    }
    return evidence;
  }

  private static <T> Evidence with(
      Evidence evidence, SeenPart<T> part, Evidence seen, VariableScope scope) {
    return evidence.with(part.part(), part.find(seen, scope).orElse(null));
  }
}
