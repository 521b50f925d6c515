package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A step whose job is written by somebody else while it runs, or which fails. */
class JobCollisionsTest {

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));

  private ProcessEngine engine;
  private Runnable meanwhile = () -> {};

  @BeforeEach
  void start() {
    engine = EngineInMemory.at(url, new JobCollisions(), waits10sAfterAFailure());
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "one.bpmn",
            Bpmn.createExecutableProcess("one")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("step")
                .camundaAsyncBefore()
                .camundaDelegateExpression("${step}")
                .endEvent()
                .done())
        .deploy();
    engine.getRuntimeService().startProcessInstanceByKey("one");
  }

  private AbstractProcessEnginePlugin waits10sAfterAFailure() {
    return new AbstractProcessEnginePlugin() {
      @Override
      public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setFailedJobRetryTimeCycle("PT10S,PT30S,PT2M");
        configuration.setBeans(Map.of("step", (JavaDelegate) step -> meanwhile.run()));
      }
    };
  }

  @AfterEach
  void end() {
    engine.close();
  }

  @Test
  void jobCollides_itIsDueAtOnce_noTryIsCounted_andTheNextOneEndsIt() {
    int tries = job().getRetries();
    meanwhile = () -> jdbc.sql("update ACT_RU_JOB set REV_ = REV_ + 1").update();
    assertThatThrownBy(this::run).isInstanceOf(OptimisticLockingException.class);

    assertThat(job().getDuedate()).isNull();
    assertThat(job().getRetries()).isEqualTo(tries);
    assertThat(
            jdbc.sql("select count(*) from ACT_RU_JOB where LOCK_OWNER_ is null")
                .query(Integer.class)
                .single())
        .isEqualTo(1);

    meanwhile = () -> {};
    run();
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  @Test
  void jobFails_itWaits_andATryIsCounted_asIfItHadNotCollidedBefore() {
    meanwhile = () -> jdbc.sql("update ACT_RU_JOB set REV_ = REV_ + 1").update();
    assertThatThrownBy(this::run).isInstanceOf(OptimisticLockingException.class);
    meanwhile =
        () -> {
          throw new IllegalStateException("no answer");
        };
    assertThatThrownBy(this::run).hasMessageContaining("no answer");

    assertThat(job().getRetries()).isEqualTo(3);
    assertThat(job().getDuedate().toInstant()).isAfter(Instant.now());
  }

  private void run() {
    engine.getManagementService().executeJob(job().getId());
  }

  private Job job() {
    return engine.getManagementService().createJobQuery().singleResult();
  }
}
