package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class JobLocksTest {

  private ProcessEngine engine;
  private JdbcClient jdbc;

  @BeforeEach
  void startAnInstanceWhoseJobNobodyRuns() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    jdbc = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    engine =
        new StandaloneInMemProcessEngineConfiguration()
            .setJdbcUrl(url)
            .setProcessEngineName(url)
            .setJobExecutorActivate(false)
            .buildProcessEngine();
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "waits.bpmn",
            Bpmn.createExecutableProcess("waits")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .camundaAsyncAfter()
                .endEvent()
                .done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("waits");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void nodeIsBackAfterItWasKilled_itsJobsAreFree_othersStayLocked() {
    lockedBy("node-0");
    new JobLocks(new NodeSettings("node-1"), jdbc).postProcessEngineBuild(engine);
    assertThat(owner()).isEqualTo("node-0");

    new JobLocks(new NodeSettings("node-0"), jdbc).postProcessEngineBuild(engine);
    assertThat(owner()).isEqualTo("null");
  }

  @Test
  void nodeHasNoName_nothingIsFreed_andItLocksUnderANameOfItsOwn() {
    lockedBy("node-0");
    ProcessEngineConfigurationImpl configuration =
        (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    String before = configuration.getJobExecutor().getLockOwner();

    JobLocks locks = new JobLocks(new NodeSettings(null), jdbc);
    locks.postInit(configuration);
    locks.postProcessEngineBuild(engine);

    assertThat(owner()).isEqualTo("node-0");
    assertThat(configuration.getJobExecutor().getLockOwner()).isEqualTo(before);
  }

  @Test
  void nodeHasAName_itLocksUnderThatName() {
    ProcessEngineConfigurationImpl configuration =
        (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    new JobLocks(new NodeSettings("node-0"), jdbc).postInit(configuration);
    assertThat(configuration.getJobExecutor().getLockOwner()).isEqualTo("node-0");
  }

  private void lockedBy(String node) {
    jdbc.sql(
            "update ACT_RU_JOB set LOCK_OWNER_ = ?, LOCK_EXP_TIME_ = dateadd('MINUTE', 2, current_timestamp)")
        .param(node)
        .update();
  }

  private String owner() {
    return jdbc.sql("select LOCK_OWNER_ from ACT_RU_JOB")
        .query((row, n) -> String.valueOf(row.getString(1)))
        .single();
  }
}
