package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.process.HistorySettings;
import com.dhakacart.runbook.process.RunbookContract;
import com.dhakacart.runbook.process.Runbooks;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryKeepingTest {

  private ProcessEngine engine;

  @BeforeEach
  void twoVersions() {
    engine = EngineInMemory.start();
    deploy("first");
    engine.getRuntimeService().startProcessInstanceByKey("fails", "INC-1");
    deploy("second");
  }

  @AfterEach
  void close() {
    ClockUtil.reset();
    engine.close();
  }

  @Test
  void incidentOfAnOlderModelEnds_itIsKeptForTheSetTime_andThenCleanedUp() {
    keep("30d");
    engine
        .getTaskService()
        .complete(engine.getTaskService().createTaskQuery().singleResult().getId());
    Instant ended = Instant.now();

    cleanUp(ended.plus(Duration.ofDays(29)));
    assertThat(history().createHistoricProcessInstanceQuery().count()).isOne();

    cleanUp(ended.plus(Duration.ofDays(31)));
    assertThat(history().createHistoricProcessInstanceQuery().count()).isZero();
  }

  private void keep(String time) {
    new HistoryKeeping(
            SettingsOf.type(HistorySettings.class, Map.of("runbook.history.keep-for", time)),
            new Runbooks(engine.getRepositoryService()),
            engine.getRepositoryService())
        .set();
  }

  private void cleanUp(Instant now) {
    ClockUtil.setCurrentTime(Date.from(now));
    history().cleanUpHistoryAsync(true);
    for (Job job : history().findHistoryCleanupJobs()) {
      engine.getManagementService().executeJob(job.getId());
    }
  }

  private HistoryService history() {
    return engine.getHistoryService();
  }

  private void deploy(String task) {
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "fails.bpmn",
            Bpmn.createExecutableProcess("fails")
                .camundaHistoryTimeToLive(180)
                .startEvent(RunbookContract.ALERT_FIRED)
                .userTask(task)
                .endEvent()
                .done())
        .deploy();
  }
}
