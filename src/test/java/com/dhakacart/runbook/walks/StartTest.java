package com.dhakacart.runbook.walks;

import static com.dhakacart.runbook.walks.IncidentAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain start, as through the engine's REST API. */
class StartTest extends Walking {

  @Test
  void noVariables_defaultServiceIsClaimedAndTheInvestigationGoesItsWay() {
    world.fault = Fault.BAD_RELEASE;
    walk.follow(start(Map.of())).goOn();

    assertThat(walk.incident()).startsWith("dhakacart-backend-").matches("[A-Za-z0-9-]+");
    assertThat(walk.variable("service")).isEqualTo("dhakacart-backend");
    assertThat(walk.variable("incident").toString()).contains("\"namespace\":\"dhakacart\"");
    assertThat(walk.openTasks()).containsExactly("userTask_approveChange");
  }

  @Test
  void start_returnsBeforeAnythingIsLookedAt() {
    walk.follow(start(Map.of()));

    assertThat(world.asked).isEmpty();
    assertThat(walk.instance())
        .hasPassed("serviceTask_openIncident")
        .hasNotPassed("serviceTask_checkPods");
  }

  @Test
  void serviceAndDeploymentGiven_areTaken() {
    walk.follow(start(Map.of("service", "dhakacart-backend", "deployment", "backend-green")));

    assertThat(walk.variable("incident").toString()).contains("\"deployment\":\"backend-green\"");
  }

  /** {@code backend?x=} made the dry run of a plan a write that nobody had approved. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dhakacart-backend?x=",
        "dhakacart-backend#",
        "dhakacart-backend/scale",
        "../dhakacart-backend",
        "..",
        "dhakacart%2Dbackend",
        "dhakacart-backend;id",
        "dhakacart-backend --all",
        "dhakacart-backend\n",
        "Dhakacart-Backend"
      })
  void nameThatNoObjectCanHave_startIsRefusedAndSaysWhatANameIs(String name) {
    for (String of : List.of("deployment", "namespace")) {
      assertThatThrownBy(() -> start(Map.of(of, name)))
          .isInstanceOf(DecisionRefused.class)
          .hasMessageContaining("cannot be the name of a " + of);
    }
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  @Test
  void namesLeftEmpty_areThoseOfTheSettings() {
    walk.follow(start(Map.of("service", "", "namespace", "", "deployment", " ")));

    assertThat(walk.variable("incident").toString())
        .contains("\"namespace\":\"dhakacart\"", "\"deployment\":\"dhakacart-backend\"");
  }

  @Test
  void serviceUnknown_startIsRefusedAndSaysWhatToSet() {
    assertThatThrownBy(() -> start(Map.of("service", "shop")))
        .isInstanceOf(DecisionRefused.class)
        .hasMessageContaining("runbook.services.shop");
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isZero();
  }

  @Test
  void incidentIsOpen_secondStartIsRefusedAndNamesIt() {
    String open = start(Map.of());

    assertThatThrownBy(() -> start(Map.of("service", "dhakacart-backend")))
        .isInstanceOf(IncidentAlreadyOpen.class)
        .hasMessageContaining(open);
    assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isOne();
  }

  @Test
  void incidentIsOver_serviceIsFreeWhilePeopleStillDocumentIt() {
    incidentWith(Fault.BAD_RELEASE).approve().recovers();
    assertThat(walk.openTasks()).containsExactly("userTask_recordRootCause");

    assertThat(start(Map.of())).isNotEqualTo(walk.incident());
  }

  @Test
  void processWasDeletedInCockpit_nextAlertStartsANewIncident() {
    incidentWith(Fault.BAD_RELEASE);
    engine.getRuntimeService().deleteProcessInstance(walk.instance().getId(), "by the operator");

    AlertReceipt next = walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);

    assertThat(next.result()).isEqualTo(AlertReceipt.Result.STARTED);
    assertThat(next.incident()).isNotEqualTo(walk.incident());
  }

  /** What the alert's node called earlier than the start, or within its second, "opened" it. */
  @ParameterizedTest
  @ValueSource(ints = {-30, 0, 30})
  void alertJoinsAPlainStart_itIsInvestigated_whateverTheClockOfTheAlertsNodeSays(int ahead) {
    world.fault = Fault.NOTHING;
    walk.follow(start(Map.of()));
    clock.forward(Duration.ofSeconds(ahead));
    AlertReceipt joined = walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE);
    clock.forward(Duration.ofSeconds(-ahead));
    walk.goOn();

    assertThat(joined.result()).isEqualTo(AlertReceipt.Result.JOINED);
    assertThat(walk.variable("alertIsReal")).isEqualTo(true);
    assertThat(walk.instance()).hasPassed("subProcess_investigation");
  }

  private String start(Map<String, Object> variables) {
    ProcessInstance started =
        engine.getRuntimeService().startProcessInstanceByKey(RunbookWalk.KEY, variables);
    return engine
        .getRuntimeService()
        .createProcessInstanceQuery()
        .processInstanceId(started.getId())
        .singleResult()
        .getBusinessKey();
  }
}
