package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Looks;
import java.time.Clock;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * "Check Database Connectivity": the connection pool of every pod, and the database's own health.
 */
@Component
class CheckDatabase implements JavaDelegate {

  private final HealthProbe health;
  private final Clock clock;
  private final Looks looks;

  CheckDatabase(HealthProbe health, Clock clock, Looks looks) {
    this.health = health;
    this.clock = clock;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = INCIDENT.from(step).workload();
    Answer<List<PodHealth>> whole =
        HEALTH
            .find(step)
            .orElseGet(
                () -> Answer.unknown("/health", clock.instant(), "it was not asked in time"));
    looks.ask(
        step,
        look(DATABASE, () -> health.part(workload, "db", whole)),
        look(DATABASE_FIGURES, () -> health.databaseFigures(workload)));
  }
}
