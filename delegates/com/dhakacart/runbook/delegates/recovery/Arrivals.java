package com.dhakacart.runbook.delegates.recovery;

import static com.dhakacart.runbook.process.IncidentVariables.*;

import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.ProcessVariable;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Which alerts an incident had before its recovery was looked at. The looks run side by side and
 * one may wait for its place, so each notes it before its own first question; an alert that came
 * later was seen by neither.
 */
@Component
class Arrivals {

  private final Incidents incidents;

  Arrivals(Incidents incidents) {
    this.incidents = incidents;
  }

  /** Written only where one came since: rounds are many, and the history keeps each value. */
  void note(DelegateExecution step, ProcessVariable<Long> beforeLook) {
    long newest = incidents.newestArrival(incidents.of(step));
    Optional<Long> noted = beforeLook.find(step);
    if (noted.isEmpty() || noted.get() != newest) {
      beforeLook.set(step, newest);
    }
  }

  /** Both looks are judged: what came after the first of them began is not over with them. */
  void judged(DelegateExecution step) {
    long newest =
        Stream.of(NEWEST_BEFORE_ERROR_RATE, NEWEST_BEFORE_FUNCTIONALITY)
            .flatMap(it -> it.find(step).stream())
            .min(Comparator.naturalOrder())
            // looks of a version that did not note it
            .orElseGet(() -> incidents.newestArrival(incidents.of(step)));
    incidents.measured(incidents.of(step), newest);
  }
}
