package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check External Dependencies": Redis, and what the logs say of other services. */
@Component
class CheckExternalDependencies implements JavaDelegate {

  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Incidents incidents;
  private final HealthProbe health;
  private final Logs logs;
  private final Clock clock;
  private final Looks looks;

  CheckExternalDependencies(
      Incidents incidents, HealthProbe health, Logs logs, Clock clock, Looks looks) {
    this.incidents = incidents;
    this.health = health;
    this.logs = logs;
    this.clock = clock;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Incident incident = incidents.of(step);
    Answer<List<PodHealth>> whole =
        HEALTH
            .find(step)
            .orElseGet(
                () -> Answer.unknown("/health", clock.instant(), "it was not asked in time"));
    looks.ask(
        step,
        look(REDIS, () -> health.part(incident.workload(), "redis", whole)),
        look(
            DEPENDENCY_LINES,
            () -> logs.dependencyErrors(incident.workload(), incident.openedAt().minus(RECENT))));
  }
}
