package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On an engine of its own, on which somebody deploys while alerts come. */
class RunbooksTest {

  private final ProcessEngine engine =
      new StandaloneInMemProcessEngineConfiguration()
          .setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID())
          .setProcessEngineName("runbooks")
          .buildProcessEngine();

  private final RepositoryService repository = engine.getRepositoryService();
  private final Runbooks runbooks = new Runbooks(repository);

  @AfterEach
  void end() {
    engine.close();
  }

  @Test
  void runbookThatIsDeployedLater_isFound() {
    deploy("ShopFails", RunbookContract.ALERT_FIRED);
    deploy("Cleanup", "begins_otherwise");
    assertThat(runbooks.among(Set.of("ShopFails", "DiskFull", "Cleanup")))
        .containsExactly("ShopFails");

    deploy("DiskFull", RunbookContract.ALERT_FIRED);

    assertThat(runbooks.among(Set.of("ShopFails", "DiskFull")))
        .containsExactlyInAnyOrder("ShopFails", "DiskFull");
  }

  @Test
  void runbookThatIsDeleted_isGone_onceItCouldNotBeStarted() {
    String deployment = deploy("ShopFails", RunbookContract.ALERT_FIRED);
    assertThat(runbooks.among(Set.of("ShopFails"))).containsExactly("ShopFails");
    repository.deleteDeployment(deployment);

    runbooks.forget("ShopFails");

    assertThat(runbooks.among(Set.of("ShopFails"))).isEmpty();
  }

  @Test
  void keysAndVersions_areThoseThatBeginWithAnAlert() {
    deploy("ShopFails", RunbookContract.ALERT_FIRED);
    deploy("Cleanup", "begins_otherwise");
    assertThat(runbooks.keys()).containsExactly("ShopFails");
    assertThat(runbooks.hasVersion(idOf("ShopFails"))).isTrue();
    assertThat(runbooks.hasVersion(idOf("Cleanup"))).isFalse();
    assertThat(runbooks.hasVersion("none")).isFalse();
  }

  private String idOf(String key) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .singleResult()
        .getId();
  }

  private String deploy(String key, String start) {
    return repository
        .createDeployment()
        .addModelInstance(
            key + ".bpmn",
            Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLive(1)
                .startEvent(start)
                .userTask()
                .endEvent()
                .done())
        .deploy()
        .getId();
  }
}
