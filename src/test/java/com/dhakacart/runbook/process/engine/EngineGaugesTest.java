package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.process.Runbooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;

class EngineGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void runbookWaitsForAPerson_itsTaskIsCounted_untilItIsDone_andNothingElseIs() {
    ProcessEngine engine = EngineInMemory.start();
    try {
      engine
          .getRepositoryService()
          .createDeployment()
          .addModelInstance("asks.bpmn", asks("asks", RunbookContract.ALERT_FIRED))
          .addModelInstance("noRunbook.bpmn", asks("noRunbook", "startEvent_partBegun"))
          .deploy();
      engine.getRuntimeService().startProcessInstanceByKey("noRunbook");
      String incident = engine.getRuntimeService().startProcessInstanceByKey("asks").getId();
      EngineGauges gauges =
          new EngineGauges(
              new Runbooks(engine.getRepositoryService()),
              engine.getRuntimeService(),
              engine.getTaskService(),
              engine.getManagementService(),
              Clock.systemUTC(),
              registry);

      gauges.count();
      assertThat(registry.get("runbook.tasks.open").tag("task", "userTask_ask").gauge().value())
          .isEqualTo(1);
      assertThat(value("runbook.jobs.failed")).isZero();

      engine
          .getTaskService()
          .complete(
              engine
                  .getTaskService()
                  .createTaskQuery()
                  .processInstanceId(incident)
                  .singleResult()
                  .getId());
      gauges.count();
      assertThat(registry.find("runbook.tasks.open").gauges()).isEmpty();

      // an administrator's own task, which belongs to no process
      engine.getTaskService().saveTask(engine.getTaskService().newTask());
      gauges.count();
      assertThat(registry.find("runbook.tasks.open").gauges()).isEmpty();
    } finally {
      engine.close();
    }
  }

  @Test
  void stepHasFailedAsOftenAsItMay_orATimerIsLate_theRunbookIsStuck_untilItIsNot() {
    ProcessEngine engine = EngineInMemory.start();
    try {
      engine.getRepositoryService().createDeployment().addModelInstance("a.bpmn", waits()).deploy();
      String incident = engine.getRuntimeService().startProcessInstanceByKey("slow").getId();
      ManagementService jobs = engine.getManagementService();
      String timer = jobs.createJobQuery().singleResult().getId();
      SteppedClock clock = new SteppedClock();
      EngineGauges gauges =
          new EngineGauges(
              new Runbooks(engine.getRepositoryService()),
              engine.getRuntimeService(),
              engine.getTaskService(),
              jobs,
              clock,
              registry);
      WorkHealth health = new WorkHealth(gauges);
      assertThat(status(health, gauges)).isEqualTo("UP");

      jobs.setJobRetries(timer, 0);
      assertThat(status(health, gauges)).isEqualTo("STUCK");
      assertThat(value("runbook.jobs.failed")).isEqualTo(1);

      jobs.setJobRetries(timer, 3);
      assertThat(status(health, gauges)).isEqualTo("UP");

      clock.forward(Duration.ofMinutes(62));
      assertThat(status(health, gauges)).isEqualTo("STUCK");
      assertThat(value("runbook.timers.overdue")).isEqualTo(1);

      // an administrator stopped it on purpose: nothing is late, and it is said
      engine.getRuntimeService().suspendProcessInstanceById(incident);
      assertThat(status(health, gauges)).isEqualTo("UP");
      assertThat(value("runbook.timers.overdue")).isZero();
      assertThat(value("runbook.incidents.suspended")).isEqualTo(1);
    } finally {
      engine.close();
    }
  }

  private static String status(WorkHealth health, EngineGauges gauges) {
    gauges.count();
    return health.health().getStatus().getCode();
  }

  private static BpmnModelInstance waits() {
    return Bpmn.createExecutableProcess("slow")
        .camundaHistoryTimeToLive(1)
        .startEvent(RunbookContract.ALERT_FIRED)
        .intermediateCatchEvent("waits")
        .timerWithDuration("PT1H")
        .endEvent()
        .done();
  }

  private static BpmnModelInstance asks(String key, String start) {
    return Bpmn.createExecutableProcess(key)
        .camundaHistoryTimeToLive(1)
        .startEvent(start)
        .userTask("userTask_ask")
        .endEvent()
        .done();
  }

  private double value(String gauge) {
    return registry.get(gauge).gauge().value();
  }
}
