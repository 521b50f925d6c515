package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** How H2 finds the variables of an execution, as it plans that while there is no row. */
class VariablesOnH2Test {

  private static final String OF_TASKS = "ACT_IDX_VARIABLE_TASK";
  private static final String OF_AN_EXECUTION = "ACT_FK_VAR_EXE";

  private final String url =
      "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;ANALYZE_AUTO=0";
  private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));

  @ParameterizedTest
  @ValueSource(strings = {"", "and NAME_ = 'urgency'", "and NAME_ in ('urgency', 'alert')"})
  void variablesOfAnExecution_areFoundByTheExecution(String names) {
    assertThat(plan(names, new VariablesOnH2(jdbc)))
        .contains(OF_AN_EXECUTION)
        .doesNotContain(OF_TASKS);
  }

  /** If it is not so any more, what is said to H2 is not needed any more. */
  @Test
  void h2ByItself_readsThatVariableOfEveryIncident() {
    assertThat(plan("and NAME_ = 'urgency'", new AbstractProcessEnginePlugin() {}))
        .contains(OF_TASKS);
  }

  private String plan(String names, AbstractProcessEnginePlugin plugin) {
    StandaloneInMemProcessEngineConfiguration configuration =
        new StandaloneInMemProcessEngineConfiguration();
    configuration.setJdbcUrl(url).setProcessEngineName(url).setJobExecutorActivate(false);
    configuration.getProcessEnginePlugins().addAll(List.of(plugin));
    ProcessEngine engine = configuration.buildProcessEngine();
    try {
      return jdbc.sql(
              "explain select * from ACT_RU_VARIABLE where EXECUTION_ID_ = ? and TASK_ID_ is null "
                  + names)
          .param("an execution")
          .query(String.class)
          .single();
    } finally {
      engine.close();
    }
  }
}
