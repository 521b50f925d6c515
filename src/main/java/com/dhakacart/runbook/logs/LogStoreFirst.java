package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The log store, and the pods' own logs where it does not answer: it may run in the cluster that
 * has the incident.
 */
class LogStoreFirst implements Logs {

  private final Logs store;
  private final Logs containers;

  LogStoreFirst(Logs store, Logs containers) {
    this.store = store;
    this.containers = containers;
  }

  @Override
  public Answer<List<LogPattern>> errors(Workload workload, Instant since) {
    return ask(logs -> logs.errors(workload, since));
  }

  @Override
  public Answer<List<LogPattern>> errorsOnlySince(Workload workload, Instant since) {
    return ask(logs -> logs.errorsOnlySince(workload, since));
  }

  @Override
  public Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since) {
    return ask(logs -> logs.dependencyErrors(workload, since));
  }

  @Override
  public Answer<LogReading> reading(Workload workload, Instant since) {
    return ask(logs -> logs.reading(workload, since));
  }

  private <T> Answer<T> ask(Function<Logs, Answer<T>> question) {
    Answer<T> stored = question.apply(store);
    if (stored.answered()) {
      return stored;
    }
    Answer<T> own = question.apply(containers);
    return own.answered()
        ? Answer.of(
            own.source() + " (the log store was asked first: " + stored.unknownBecause() + ")",
            own.askedAt(),
            own.value())
        : Answer.unknown(
            stored.source() + ", then " + own.source(),
            own.askedAt(),
            stored.unknownBecause() + "; " + own.unknownBecause());
  }
}
