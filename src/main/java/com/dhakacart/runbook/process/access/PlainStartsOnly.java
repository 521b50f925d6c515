package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentVariables;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.identity.Authentication;

/**
 * Who may start a runbook may by the engine's rules begin in the middle of it, under any key and
 * with any variable, and so pass by what is looked at and approved. Here an incident begins at its
 * beginning, and a start says at most which workload it is about.
 */
class PlainStartsOnly implements ContainerRequestFilter {

  private static final Set<String> START = Set.of("start", "submit-form");

  /** A restart begins wherever its instructions say. */
  private static final Set<String> RESTART = Set.of("restart", "restart-async");

  private static final Set<String> GIVEN =
      new TreeSet<>(
          Set.of(
              IncidentVariables.SERVICE.name(),
              IncidentVariables.NAMESPACE.name(),
              IncidentVariables.DEPLOYMENT.name()));

  private final IdentityService identities;

  PlainStartsOnly(IdentityService identities) {
    this.identities = identities;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    RestCall call = new RestCall(request);
    List<String> called = call.after("process-definition");
    if (call.reads()) {
      return;
    }
    if (!Collections.disjoint(called, RESTART) && !isAdministrator()) {
      throw new AuthorizationException(
          "Only administrators restart what is over; start a new incident instead");
    }
    if (!Collections.disjoint(called, START)) {
      mustBePlain(call.body());
    }
  }

  private static void mustBePlain(JsonNode start) {
    if (!start.path("startInstructions").isEmpty()) {
      throw new DecisionRefused("An incident begins at its beginning; leave out startInstructions");
    }
    if (!start.path("businessKey").asText("").isBlank()) {
      throw new DecisionRefused("An incident is given its key when it is opened; leave it out");
    }
    Set<String> others = RestCall.variables(start, GIVEN);
    if (!others.isEmpty()) {
      throw new DecisionRefused(
          "A start does not take %s; give any of %s, and leave out the rest"
              .formatted(String.join(", ", others), String.join(", ", GIVEN)));
    }
  }

  private boolean isAdministrator() {
    Authentication who = identities.getCurrentAuthentication();
    return who != null
        && who.getGroupIds() != null
        && who.getGroupIds().contains(org.camunda.bpm.engine.authorization.Groups.CAMUNDA_ADMIN);
  }
}
