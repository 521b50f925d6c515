package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentHistory.Escalation;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.IncidentHistory.RecoveryWatch;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.EvidenceParts;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.RecoverySettings;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.process.Severities;
import com.dhakacart.runbook.process.ledger.MadeChanges;
import com.dhakacart.runbook.process.ledger.RefusalLog;
import com.dhakacart.runbook.process.paging.Pages;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;

/** Reads an incident's history from the engine and from the runbook's own tables. */
@Component
class EngineIncidentArchive implements IncidentArchive {

  private final HistoryService history;
  private final ManagementService management;
  private final Incidents incidents;
  private final Severities severities;
  private final Acknowledgements acknowledgements;
  private final MadeChanges changes;
  private final Pages pages;
  private final IncidentLinks links;
  private final RecoverySettings recovery;
  private final RefusalLog refusals;
  private final Clock clock;

  EngineIncidentArchive(
      HistoryService history,
      ManagementService management,
      Incidents incidents,
      Severities severities,
      Acknowledgements acknowledgements,
      MadeChanges changes,
      Pages pages,
      IncidentLinks links,
      RecoverySettings recovery,
      RefusalLog refusals,
      Clock clock) {
    this.history = history;
    this.management = management;
    this.incidents = incidents;
    this.severities = severities;
    this.acknowledgements = acknowledgements;
    this.changes = changes;
    this.pages = pages;
    this.links = links;
    this.recovery = recovery;
    this.refusals = refusals;
    this.clock = clock;
  }

  @Override
  public Optional<IncidentHistory> find(String incident) {
    return Optional.ofNullable(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(incident)
                .singleResult())
        .map(this::read);
  }

  private IncidentHistory read(HistoricProcessInstance process) {
    HistoricVariables variables = HistoricVariables.of(history, process.getId());
    Incident incident =
        incidents
            .find(process.getBusinessKey())
            .or(() -> variables.find(IncidentVariables.INCIDENT))
            .orElseThrow();
    ActivityHistory activities = new ActivityHistory(history, process.getId());
    List<Decision> decisions = activities.decisions(variables);
    List<RecoveryCheck> checks =
        variables.find(IncidentVariables.RECOVERY_CHECKS).orElse(List.of());
    Optional<Incidents.End> end = incidents.endOf(incident.key()).or(() -> abandoned(process));
    Instant closedAt = end.map(Incidents.End::at).orElse(null);
    List<MadeChange> changes = changes(incident);
    List<Escalation> escalations = escalations(incident);
    return new IncidentHistory(
        incident,
        timeline(incident, process, activities, decisions, changes, escalations),
        decisions,
        variables.find(IncidentVariables.EVIDENCE).orElse(null),
        variables.find(IncidentVariables.EVIDENCE_AFTER).orElse(null),
        variables.find(IncidentVariables.RANKED_CAUSES).orElse(List.of()),
        variables.find(IncidentVariables.CAUSE).orElse(null),
        changes,
        escalations,
        checks,
        end.map(Incidents.End::outcome).orElse(null),
        closedAt,
        acknowledgements.of(process.getId(), closedAt).orElse(null),
        RecoveryCheck.wellSince(checks).orElse(null),
        watched(process).orElse(null),
        variables
            .find(EvidenceParts.seen(EvidencePart.ERROR_RATES))
            .flatMap(Answer::known)
            .orElse(new ErrorRateHistory(List.of())),
        recovery.errorRatio(),
        variables.find(IncidentVariables.ROOT_CAUSE).orElse(null),
        variables.find(IncidentVariables.NOTES).orElse(null),
        links.of(incident, Objects.requireNonNullElseGet(closedAt, clock::instant)),
        refusals.concerning(incident.key()),
        // last, because it names what was asked for above
        variables.unreadable());
  }

  private Optional<RecoveryWatch> watched(HistoricProcessInstance process) {
    return management
        .createJobQuery()
        .processInstanceId(process.getId())
        .activityId(RunbookContract.RECOVERY_TIMED_OUT)
        .timers()
        .list()
        .stream()
        .findFirst()
        .map(it -> new RecoveryWatch(it.getDuedate().toInstant(), recovery.holdFor()));
  }

  /** Somebody deleted its process in Cockpit: people have it in hand. */
  private static Optional<Incidents.End> abandoned(HistoricProcessInstance process) {
    return Optional.ofNullable(process.getEndTime())
        .map(at -> new Incidents.End(Outcome.HANDED_OVER, at.toInstant()));
  }

  private List<Entry> timeline(
      Incident incident,
      HistoricProcessInstance process,
      ActivityHistory activities,
      List<Decision> decisions,
      List<MadeChange> changes,
      List<Escalation> escalations) {
    List<Entry> entries = new ArrayList<>(activities.entries(decisions));
    entries.addAll(Interventions.in(history, process.getId()));
    entries.addAll(
        PeopleChanged.around(
            history,
            incident.openedAt(),
            incidents.endOf(incident.key()).map(Incidents.End::at).orElseGet(clock::instant)));
    List<Incidents.StoredEpisode> alerts = incidents.episodes(incident.key());
    int more = incidents.countEpisodes(incident.key()) - alerts.size();
    if (more > 0) {
      entries.add(
          new Entry(
              alerts.get(alerts.size() - 1).receivedAt(),
              "%d more alerts joined".formatted(more),
              null,
              null,
              "the first %d are listed".formatted(alerts.size())));
    }
    for (Incidents.StoredEpisode alert : alerts) {
      String what = "Alert " + alert.name() + " of " + alert.service();
      entries.add(
          new Entry(
              alert.receivedAt(),
              what + " fired",
              null,
              null,
              "began " + ActivityHistory.SECOND.format(alert.startedAt())));
      if (alert.resolvedAt() != null) {
        entries.add(new Entry(alert.resolvedAt(), what + " resolved", null, null, ""));
      }
    }
    severities.rises(incident).forEach(rise -> entries.add(entry(rise)));
    changes.forEach(
        it ->
            entries.add(
                new Entry(
                    it.at(),
                    it.approvedBy() == null ? "Change made" : "Change made, approved",
                    it.approvedBy(),
                    null,
                    it.result())));
    changes.stream()
        .filter(it -> it.revertedAt() != null)
        .forEach(
            it ->
                entries.add(
                    new Entry(it.revertedAt(), "Change not in effect", null, null, it.reverted())));
    escalations.forEach(
        it ->
            entries.add(
                new Entry(it.at(), it.team().title() + " paged", null, null, it.summary())));
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  private static Entry entry(Severities.Rise rise) {
    return new Entry(
        rise.by().receivedAt(),
        "Severity rose to " + rise.by().severity(),
        null,
        null,
        "by alert %s, from %s"
            .formatted(rise.by().name(), rise.from() == null ? "not said" : rise.from()));
  }

  private List<MadeChange> changes(Incident incident) {
    return changes.all(incident.key()).stream()
        .map(
            made -> {
              Change change = made.applied().change();
              return new MadeChange(
                  made.at(),
                  change.command(),
                  change.undoCommand(),
                  change.diff(),
                  made.approvedBy(),
                  made.result(),
                  made.revertedAt(),
                  made.reversal() == null ? null : made.reversal().inWords());
            })
        .toList();
  }

  private List<Escalation> escalations(Incident incident) {
    return pages.of(incident.key()).stream()
        .map(
            it ->
                new Escalation(
                    it.at(),
                    it.page().stage(),
                    it.page().team(),
                    it.page().summary(),
                    it.sent() == null ? null : it.sent()))
        .toList();
  }
}
