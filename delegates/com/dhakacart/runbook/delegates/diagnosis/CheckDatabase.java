package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.process.IncidentVariables.*;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** "Check Database Connectivity": every pod's connection pool, and the database itself. */
@Component
class CheckDatabase implements JavaDelegate {

  private final Incidents incidents;
  private final HealthProbe health;
  private final DatabaseView database;
  private final Clock clock;
  private final Looks looks;

  CheckDatabase(
      Incidents incidents, HealthProbe health, DatabaseView database, Clock clock, Looks looks) {
    this.incidents = incidents;
    this.health = health;
    this.database = database;
    this.clock = clock;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    Answer<List<PodHealth>> whole =
        HEALTH
            .find(step)
            .orElseGet(
                () -> Answer.unknown("/health", clock.instant(), "it was not asked in time"));
    Set<String> addresses = PODS.find(step).map(PodState::addresses).orElse(Set.of());
    looks.ask(
        step,
        look(DATABASE, () -> health.part(workload, "db", whole)),
        look(DATABASE_FIGURES, () -> health.databaseFigures(workload)),
        look(DATABASE_ACTIVITY, () -> database.activity(addresses)));
  }
}
