package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.json.RedactedRecording;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Json;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.ServiceSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;

/** Reads what an incident's judgement was made of from the engine's history. */
@Component
class EngineIncidentRecordings implements IncidentRecordings {

  private final HistoryService history;
  private final Incidents incidents;
  private final ServiceSettings services;
  private final RecoverySettings recovery;

  EngineIncidentRecordings(
      HistoryService history,
      Incidents incidents,
      ServiceSettings services,
      RecoverySettings recovery) {
    this.history = history;
    this.incidents = incidents;
    this.services = services;
    this.recovery = recovery;
  }

  @Override
  public Optional<String> find(String incident) {
    return recorded(incident).map(Json::writePretty);
  }

  @Override
  public Optional<String> findRedacted(String incident) {
    return recorded(incident).map(RedactedRecording::of).map(Json::writePretty);
  }

  private Optional<RecordedIncident> recorded(String incident) {
    return Optional.ofNullable(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(incident)
                .singleResult())
        .map(this::recording);
  }

  private RecordedIncident recording(HistoricProcessInstance process) {
    HistoricVariables variables = HistoricVariables.of(history, process.getId());
    Evidence evidence =
        variables
            .find(IncidentVariables.EVIDENCE)
            .orElseThrow(() -> NothingRecordedYet.of(process.getBusinessKey(), variables));
    Incident incident =
        incidents
            .find(process.getBusinessKey())
            .or(() -> variables.find(IncidentVariables.INCIDENT))
            .orElseThrow();
    return new RecordedIncident(
        description(variables, incident),
        variables.find(IncidentVariables.CAUSE).orElse(Cause.NONE_OF_THEM),
        List.of(),
        variables.find(IncidentVariables.CIRCUMSTANCES).orElseGet(() -> unjudged(incident)),
        evidence);
  }

  private String description(HistoricVariables variables, Incident incident) {
    return Stream.of(
            Optional.of(incident.alertName() + " of " + incident.workload().service()),
            incidents.endOf(incident.key()).map(it -> "outcome " + it.outcome()),
            variables.find(IncidentVariables.ROOT_CAUSE).map(it -> "root cause: " + it))
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  /** A false alarm is over before its evidence is judged. */
  private Circumstances unjudged(Incident incident) {
    return new Circumstances(
        recovery.errorRatio(),
        incident.openedAt(),
        incident.openedAt(),
        services.concerning(incident.workload().service()));
  }
}
