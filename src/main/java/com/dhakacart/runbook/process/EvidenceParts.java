package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Evidence;
import org.camunda.bpm.engine.delegate.VariableScope;

/** Reads the parts that the looks have written, each in a variable of its own. */
public final class EvidenceParts {

  private EvidenceParts() {}

  /** All that was seen so far; a part that nobody has asked for yet is null. */
  public static Evidence assemble(VariableScope scope) {
    return new Evidence(
        part(IncidentVariables.PODS, scope),
        part(IncidentVariables.EVENTS, scope),
        part(IncidentVariables.ERROR_LINES, scope),
        part(IncidentVariables.ENDPOINTS, scope),
        part(IncidentVariables.HEALTH, scope),
        part(IncidentVariables.KEY_ENDPOINTS, scope),
        part(IncidentVariables.USAGE, scope),
        part(IncidentVariables.THROTTLING, scope),
        part(IncidentVariables.TRAFFIC, scope),
        part(IncidentVariables.ALERTS, scope),
        part(IncidentVariables.ERROR_RATES, scope),
        part(IncidentVariables.ROUTES, scope),
        part(IncidentVariables.LOG_PATTERNS, scope),
        part(IncidentVariables.DATABASE_FIGURES, scope),
        part(IncidentVariables.DEPENDENCY_LINES, scope),
        part(IncidentVariables.RELEASES, scope),
        part(IncidentVariables.AUTOSCALING, scope),
        part(IncidentVariables.DATABASE_ACTIVITY, scope),
        part(IncidentVariables.ROLLOUT_STATUS, scope),
        part(IncidentVariables.NODES, scope));
  }

  /** What the last look at recovery saw; the rest of the evidence is not asked again. */
  public static Evidence assembleAfter(VariableScope scope) {
    return new Evidence(
        part(IncidentVariables.PODS_AFTER, scope),
        null,
        null,
        part(IncidentVariables.ENDPOINTS_AFTER, scope),
        part(IncidentVariables.HEALTH_AFTER, scope),
        part(IncidentVariables.KEY_ENDPOINTS_AFTER, scope),
        null,
        null,
        part(IncidentVariables.TRAFFIC_AFTER, scope),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        part(IncidentVariables.AUTOSCALING_AFTER, scope));
  }

  private static <T> T part(ProcessVariable<T> variable, VariableScope scope) {
    return variable.find(scope).orElse(null);
  }
}
