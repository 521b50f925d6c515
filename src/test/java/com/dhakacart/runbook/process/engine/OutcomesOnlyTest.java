package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomesOnlyTest {

  private ProcessEngine engine;

  @BeforeEach
  void start() {
    engine = EngineInMemory.start(new OutcomesOnly());
    engine
        .getRepositoryService()
        .createDeployment()
        .addModelInstance(
            "waits.bpmn",
            Bpmn.createExecutableProcess("waits")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask()
                .serviceTask()
                .camundaAsyncBefore()
                .camundaExpression("${fails ? noSuchBean : true}")
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
  void jobFails_isKept_andThatItWasMadeAndDoneIsNot() {
    String instance =
        engine
            .getRuntimeService()
            .startProcessInstanceByKey("waits", Map.of("fails", true))
            .getId();
    engine
        .getTaskService()
        .complete(engine.getTaskService().createTaskQuery().singleResult().getId());
    String job = engine.getManagementService().createJobQuery().singleResult().getId();
    assertThatThrownBy(() -> engine.getManagementService().executeJob(job))
        .hasMessageContaining("noSuchBean");
    engine.getRuntimeService().setVariable(instance, "fails", false);
    engine.getManagementService().executeJob(job);

    assertThat(engine.getHistoryService().createHistoricJobLogQuery().list())
        .singleElement()
        .satisfies(it -> assertThat(it.isFailureLog()).isTrue());
  }

  @Test
  void whatElseHappened_isKeptAsTheFullLevelDoes() {
    assertThat(engine.getManagementService().getHistoryLevel())
        .isEqualTo(HistoryLevel.HISTORY_LEVEL_FULL.getId());

    engine.getRuntimeService().startProcessInstanceByKey("waits", Map.of("fails", false));
    engine
        .getTaskService()
        .complete(engine.getTaskService().createTaskQuery().singleResult().getId());
    engine
        .getManagementService()
        .executeJob(engine.getManagementService().createJobQuery().singleResult().getId());

    assertThat(engine.getHistoryService().createHistoricActivityInstanceQuery().count())
        .isEqualTo(4);
    assertThat(engine.getHistoryService().createHistoricTaskInstanceQuery().finished().count())
        .isOne();
  }
}
