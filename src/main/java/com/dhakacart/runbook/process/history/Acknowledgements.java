package com.dhakacart.runbook.process.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.springframework.stereotype.Component;

/** When a person first took a task of an incident, or decided one. */
@Component
class Acknowledgements {

  private final HistoryService history;

  Acknowledgements(HistoryService history) {
    this.history = history;
  }

  /**
   * @param closedAt when the incident was over, null while it is open: whoever documents it
   *     afterwards acknowledges nothing
   * @return empty where nobody did until then
   */
  Optional<Instant> of(String process, Instant closedAt) {
    Stream<Date> claimed =
        history
            .createUserOperationLogQuery()
            .processInstanceId(process)
            .operationType(UserOperationLogEntry.OPERATION_TYPE_CLAIM)
            .list()
            .stream()
            .map(UserOperationLogEntry::getTimestamp);
    Stream<Date> decided =
        history
            .createHistoricTaskInstanceQuery()
            .processInstanceId(process)
            .taskDeleteReason(ActivityHistory.COMPLETED)
            .list()
            .stream()
            .map(HistoricTaskInstance::getEndTime);
    return Stream.concat(claimed, decided)
        .map(Date::toInstant)
        .filter(at -> closedAt == null || !at.isAfter(closedAt))
        .min(Comparator.naturalOrder());
  }
}
