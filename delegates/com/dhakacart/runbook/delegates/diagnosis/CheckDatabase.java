package com.dhakacart.runbook.delegates.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.Looks.look;

import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.Incidents;
import com.dhakacart.runbook.process.Looks;
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
  private final Looks looks;

  CheckDatabase(Incidents incidents, HealthProbe health, DatabaseView database, Looks looks) {
    this.incidents = incidents;
    this.health = health;
    this.database = database;
    this.looks = looks;
  }

  @Override
  public void execute(DelegateExecution step) {
    Workload workload = incidents.of(step).workload();
    Set<String> addresses = seen(PODS).find(step).map(PodState::addresses).orElse(Set.of());
    looks.ask(
        step,
        look(DATABASE_FIGURES, () -> health.databaseFigures(workload)),
        look(DATABASE_ACTIVITY, () -> database.activity(addresses)));
  }
}
