package com.dhakacart.runbook.process.engine;

import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells H2 what does not narrow a search down. The engine asks for the variables of an execution
 * which are no task's; H2 plans that once, while there is no row, takes each column for as
 * selective as the other, and so reads the variables of every open incident by the engine's index
 * on tasks: a thousand times as many in a storm. {@code ANALYZE_AUTO=0} in the URL keeps what is
 * said here; PostgreSQL counts for itself.
 */
@Component
class VariablesOnH2 extends AbstractProcessEnginePlugin {

  private final JdbcClient jdbc;

  VariablesOnH2(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    String database =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getDatabaseType();
    if ("h2".equals(database)) {
      List.of("TASK_ID_", "NAME_").forEach(this::saysLittle);
    }
  }

  /** Of a hundred rows, one has another value. */
  private void saysLittle(String column) {
    jdbc.sql("alter table ACT_RU_VARIABLE alter column %s selectivity 1".formatted(column))
        .update();
  }
}
