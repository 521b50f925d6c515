package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastValuesOnlyTest {

  private ProcessEngine engine;

  @BeforeEach
  void start() {
    engine = EngineInMemory.start(new LastValuesOnly());
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "waits.bpmn",
            Bpmn.createExecutableProcess("waits")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask()
                .endEvent()
                .done())
        .deploy();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void variableIsSetTwice_itsLastValueIsKept_andNoEarlierOne() {
    String instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("waits", Map.of("cause", "earlier"))
            .getId();
    engine.getRuntimeService().setVariable(instance, "cause", "last");

    assertThat(
            engine
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .singleResult()
                .getValue())
        .isEqualTo("last");
    assertThat(engine.getHistoryService().createHistoricDetailQuery().count()).isZero();
  }

  @Test
  void whatElseHappened_isKeptAsTheFullLevelDoes() {
    assertThat(engine.getManagementService().getHistoryLevel())
        .isEqualTo(HistoryLevel.HISTORY_LEVEL_FULL.getId());

    engine.getRuntimeService().startProcessInstanceByKey("waits");
    engine
        .getTaskService()
        .complete(engine.getTaskService().createTaskQuery().singleResult().getId());

    assertThat(engine.getHistoryService().createHistoricActivityInstanceQuery().count())
        .isEqualTo(3);
    assertThat(engine.getHistoryService().createHistoricTaskInstanceQuery().finished().count())
        .isOne();
  }
}
