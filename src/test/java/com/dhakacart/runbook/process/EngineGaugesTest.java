package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;

class EngineGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void runbookWaitsForAPerson_itsTaskIsCounted_untilItIsDone() {
    String name = UUID.randomUUID().toString();
    ProcessEngine engine =
        new StandaloneInMemProcessEngineConfiguration()
            .setJdbcUrl("jdbc:h2:mem:" + name)
            .setProcessEngineName(name)
            .setJobExecutorActivate(false)
            .buildProcessEngine();
    try {
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance(
              "asks.bpmn",
              Bpmn.createExecutableProcess("asks")
                  .camundaHistoryTimeToLive(1)
                  .startEvent()
                  .userTask("userTask_ask")
                  .endEvent()
                  .done())
          .deploy();
      engine.getRuntimeService().startProcessInstanceByKey("asks");
      EngineGauges gauges =
          new EngineGauges(
              engine.getRuntimeService(),
              engine.getTaskService(),
              engine.getManagementService(),
              Clock.systemUTC(),
              registry);

      gauges.count();
      assertThat(value("runbook.incidents.open")).isEqualTo(1);
      assertThat(registry.get("runbook.tasks.open").tag("task", "userTask_ask").gauge().value())
          .isEqualTo(1);
      assertThat(value("runbook.jobs.failed")).isZero();

      engine
          .getTaskService()
          .complete(engine.getTaskService().createTaskQuery().singleResult().getId());
      gauges.count();
      assertThat(value("runbook.incidents.open")).isZero();
      assertThat(registry.find("runbook.tasks.open").gauges()).isEmpty();

      engine.getTaskService().saveTask(engine.getTaskService().newTask());
      gauges.count();
      assertThat(registry.get("runbook.tasks.open").tag("task", "standalone").gauge().value())
          .as("an administrator's own task, which belongs to no process")
          .isEqualTo(1);
    } finally {
      engine.close();
    }
  }

  private double value(String gauge) {
    return registry.get(gauge).gauge().value();
  }
}
