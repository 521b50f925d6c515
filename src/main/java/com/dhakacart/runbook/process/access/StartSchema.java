package com.dhakacart.runbook.process.access;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.Runbooks;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Who may start a runbook may by the engine's rules begin in the middle of it, under any key and
 * with any variable, and so pass by what is looked at and approved. Here only a runbook begins an
 * incident, at its beginning, and a start says at most which workload it is about.
 */
@Component
class StartSchema implements BodySchema {

  private static final Set<String> FIELDS =
      Set.of("variables", "businessKey", "startInstructions", "withVariablesInReturn");

  private static final Map<String, Scalars> GIVEN =
      new TreeMap<>(
          Map.of(
              IncidentVariables.SERVICE.name(), Scalars.STRING,
              IncidentVariables.NAMESPACE.name(), Scalars.STRING,
              IncidentVariables.DEPLOYMENT.name(), Scalars.STRING));

  private final Runbooks runbooks;

  StartSchema(Runbooks runbooks) {
    this.runbooks = runbooks;
  }

  @Override
  public Holds kind() {
    return Holds.START;
  }

  @Override
  public void check(JsonNode body, Asked asked) {
    mustBeARunbook(asked);
    Fields.only(body, FIELDS);
    if (!body.path("startInstructions").isEmpty()) {
      throw new DecisionRefused("An incident begins at its beginning; leave out startInstructions");
    }
    if (!Fields.isBlank(body.path("businessKey"))) {
      throw new DecisionRefused("An incident is given its key when it is opened; leave it out");
    }
    Scalars.check(body.path("variables"), GIVEN, "A start");
  }

  private void mustBeARunbook(Asked asked) {
    String id = asked.of("id");
    Set<String> all = runbooks.keys();
    if (id == null ? !all.contains(asked.of("key")) : !runbooks.hasVersion(id)) {
      throw new NotThere(
          "%s is no runbook, and nothing else begins an incident; the runbooks are %s"
              .formatted(id == null ? asked.of("key") : id, String.join(", ", all)));
    }
  }
}
