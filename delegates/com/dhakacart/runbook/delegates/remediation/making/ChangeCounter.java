package com.dhakacart.runbook.delegates.remediation.making;

import com.dhakacart.runbook.incident.ChangeKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Counts changes of production ({@code runbook_changes_total}), so that one can alert on them. */
@Component
class ChangeCounter {

  private final MeterRegistry meters;

  ChangeCounter(MeterRegistry meters) {
    this.meters = meters;
    // all of them from the start, because a rate needs the zero before the first one
    Arrays.stream(ChangeKind.values()).forEach(kind -> counter("MADE", kind.name()));
    counter("REFUSED", "ANY");
  }

  void made(ChangeKind kind) {
    counter("MADE", kind.name()).increment();
  }

  /** By the cluster, by a pause or by the budget: a person got a task instead. */
  void refused() {
    counter("REFUSED", "ANY").increment();
  }

  private Counter counter(String result, String kind) {
    return Counter.builder("runbook.changes")
        .description("Changes of production, by what became of them")
        .tag("result", result)
        .tag("kind", kind)
        .register(meters);
  }
}
