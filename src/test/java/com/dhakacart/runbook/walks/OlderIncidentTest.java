package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An incident goes on by the model that it was begun with: here that of 24 November 2026, without
 * its picture.
 */
class OlderIncidentTest extends Walking {

  private Deployment older;

  @BeforeEach
  void begunByTheOlderModel() {
    older =
        engine
            .getRepositoryService()
            .createDeployment()
            .addClasspathResource("engine/DhakaCartHighErrorRate-2026-11-24.bpmn")
            .addClasspathResource("processes/DhakaCartHighErrorRate/weighObservations.dmn")
            .addClasspathResource("processes/shared/judgeSeverity.dmn")
            .deploy();
    world.fault = Fault.BAD_RELEASE;
    walk.alertFires();
    // its first step was done by the version that began it
    engine.getRuntimeService().setVariable(incident(), "change", "NONE");
    engine.getRuntimeService().removeVariable(incident(), "remedy");
    walk.goOn();
  }

  @AfterEach
  void newIncidentsBeginWithTheNewModel() {
    closeWhatIsOpen();
    engine.getRepositoryService().deleteDeployment(older.getId(), true);
  }

  @Test
  void approved_isChangedRecoversAndIsReported() {
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");

    walk.approve().recovers().documentIt();

    assertThat(walk.instance())
        .isEnded()
        .hasPassed("serviceTask_rollBackRelease", "serviceTask_writeReport");
    assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
  }

  @Test
  void rejected_staysWithItsCause_andAnotherIsPlannedWhenItIsChosen() {
    walk.decide("userTask_approveChange", "oncall", Map.of("decision", "REJECT", "reason", "No."));

    assertThat(walk.openTasks()).containsExactly("userTask_decideNextStep");
    assertThat(walk.variable("cause")).isEqualTo("CODE_DEPLOYMENT");

    walk.decide("userTask_decideNextStep", "senior", tryAgain("DATABASE_CONNECTIONS"));

    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
    assertThat(walk.variable("cause")).isEqualTo("DATABASE_CONNECTIONS");
    walk.approve();
    assertThat(walk.instance()).hasPassed("serviceTask_restartBackend");
  }

  private String incident() {
    return walk.instance().getId();
  }
}
