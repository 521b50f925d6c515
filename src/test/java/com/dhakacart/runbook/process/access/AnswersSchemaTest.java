package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who decides answers what the task asks, and writes nothing else. */
class AnswersSchemaTest extends EngineOverHttp {

  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  private Task task;

  @BeforeEach
  void open() {
    String id =
        runtime
            .startProcessInstanceByKey(
                "declaredAnswers", Map.of("cause", "CODE_DEPLOYMENT", "incident", "INC-1"))
            .getId();
    task = tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void variableThatTheTaskDoesNotAskFor_isRefused_andNothingHasHappened(String call)
      throws Exception {
    HttpResponse<String> response =
        send(
            call,
            "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"},\"incident\":{\"value\":\"X\"}}}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("This task does not ask for incident; answer decision, reason");
    assertThat(runtime.getVariable(task.getExecutionId(), "incident")).isEqualTo("INC-1");
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"causeBefore", "cause", "remedy", "plannedChange", "approvedByEnough"})
  void whatOnlyStepsWrite_isRefused(String name) throws Exception {
    HttpResponse<String> response =
        send("complete", "{\"variables\":{\"%s\":{\"value\":\"X\"}}}".formatted(name));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("does not ask for " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "/engine-rest/task/",
    "/engine-rest/engine/default/task;x=1/",
    "/engine-rest/%74ask/"
  })
  void otherSpellingOfTheAddress_isRefusedAsWell(String path) throws Exception {
    HttpResponse<String> response =
        post(
            path + task.getId() + "/complete",
            "oncall",
            "{\"variables\":{\"incident\":{\"value\":\"X\"}}}");

    assertThat(response.statusCode()).isBetween(400, 404);
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"variables/incident", "localVariables/decision"})
  void variableWrittenBesideTheDecision_isRefused(String call) throws Exception {
    HttpResponse<String> response =
        send(
            request("/engine-rest/task/" + task.getId() + "/" + call, "oncall")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"value\":\"X\",\"type\":\"String\"}")));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("is not offered here");
    assertThat(runtime.getVariable(task.getExecutionId(), "incident")).isEqualTo("INC-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpmnError", "bpmnEscalation", "resolve", "delegate"})
  void otherEndOfADecision_isRefused(String call) throws Exception {
    assertThat(
            send(call, "{\"errorCode\":\"CHANGE_DRIFTED\",\"escalationCode\":\"X\"}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatIsNoJson_isRefused() throws Exception {
    assertThat(send("complete", "{\"variables\":").statusCode()).isEqualTo(400);
  }

  @Test
  void variables_areRead() throws Exception {
    assertThat(get("/engine-rest/task/" + task.getId() + "/variables", "oncall").body())
        .contains("INC-1");
  }

  @Test
  void declaredAnswers_areTaken() throws Exception {
    assertThat(
            send(
                    "complete",
                    "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"},\"reason\":{\"value\":\"seen\"}}}")
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void answersNothing_isLeftToTheListener() throws Exception {
    assertThat(send("complete", "{}").statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> send(String call, String json) throws Exception {
    return post("/engine-rest/task/" + task.getId() + "/" + call, "oncall", json);
  }
}
