package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check External Dependencies": what the logs say of them; Redis stands in {@code /health}. */
@Component
class CheckExternalDependencies implements JavaDelegate {

  private final Incidents incidents;
  private final Logs logs;
  private final Looks looks;

  CheckExternalDependencies(Incidents incidents, Logs logs, Looks looks) {
    this.incidents = incidents;
    this.logs = logs;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    looks.ask(
        step,
        look(
            DEPENDENCY_LINES,
            () -> logs.dependencyErrors(incident.workload(), incident.recentFrom())));
  }
}
