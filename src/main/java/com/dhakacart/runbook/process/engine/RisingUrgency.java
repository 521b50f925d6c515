package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.IncidentVariables;
import com.dhakacart.runbook.process.Severities;
import com.dhakacart.runbook.process.SeverityRose;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Moves an incident forward among others when an alert joins it that is worse than it was. */
@Component
class RisingUrgency {

  private final ProcessEngineConfigurationImpl engine;
  private final RuntimeService runtime;
  private final Severities severities;
  private final JdbcClient jdbc;

  RisingUrgency(ProcessEngine engine, Severities severities, JdbcClient jdbc) {
    this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    this.runtime = engine.getRuntimeService();
    this.severities = severities;
    this.jdbc = jdbc;
  }

  /** Whoever may deliver an alert: it is not that person who changes the incident. */
  @EventListener
  void rise(SeverityRose rose) {
    engine
        .getCommandExecutorTxRequired()
        .execute(
            command ->
                command.runWithoutAuthorization(
                    () -> {
                      runtime
                          .createProcessInstanceQuery()
                          .processInstanceBusinessKey(rose.incident())
                          .list()
                          .forEach(it -> rise(it, rose));
                      return null;
                    }));
  }

  private void rise(ProcessInstance incident, SeverityRose rose) {
    int now = severities.urgency(rose.by().severity());
    runtime.setVariable(incident.getId(), IncidentVariables.URGENCY.name(), now);
    // past the engine, and leaving out what runs: another revision would make it run twice
    jdbc.sql(
            "update ACT_RU_JOB set PRIORITY_ = PRIORITY_ + ? where PROCESS_INSTANCE_ID_ = ? and LOCK_OWNER_ is null")
        .params(now - severities.urgency(rose.from()), incident.getId())
        .update();
  }
}
