package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.history.StoredIncidents.StoredIncident;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.springframework.stereotype.Component;

/** Reads them from the history of each incident; those of closed ones are the same for ever. */
@Component
class EngineResponseTimes {

  /** A year of one a day, and a storm. */
  private static final int MOST_KEPT = 2_000;

  private record Times(Duration toAcknowledge, Duration toRecover) {}

  private final HistoryService history;
  private final Acknowledgements acknowledgements;
  private final Cache<String, Times> ofClosed =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

  EngineResponseTimes(HistoryService history, Acknowledgements acknowledgements) {
    this.history = history;
    this.acknowledgements = acknowledgements;
  }

  ResponseTimes of(List<StoredIncident> incidents) {
    List<Times> times =
        incidents.stream()
            .map(it -> it.closedAt() == null ? read(it) : ofClosed.get(it.key(), key -> read(it)))
            .toList();
    return new ResponseTimes(
        incidents.size(), mean(times, Times::toAcknowledge), mean(times, Times::toRecover));
  }

  private Times read(StoredIncident incident) {
    return Optional.ofNullable(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(incident.key())
                .singleResult())
        .map(HistoricProcessInstance::getId)
        .map(
            process ->
                new Times(
                    since(incident, acknowledgements.of(process, incident.closedAt()).orElse(null)),
                    since(incident, recoveredAt(process))))
        .orElse(new Times(null, null));
  }

  private Instant recoveredAt(String process) {
    return HistoricVariables.of(history, process, IncidentVariables.RECOVERY_CHECKS)
        .find(IncidentVariables.RECOVERY_CHECKS)
        .flatMap(RecoveryCheck::wellSince)
        .orElse(null);
  }

  private static Duration since(StoredIncident incident, Instant at) {
    return at == null ? null : Duration.between(incident.openedAt(), at);
  }

  private static Optional<Duration> mean(List<Times> all, Function<Times, Duration> which) {
    List<Duration> known = all.stream().map(which).filter(Objects::nonNull).toList();
    return known.stream()
        .reduce(Duration::plus)
        .map(sum -> sum.dividedBy(known.size()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }
}
