package com.dhakacart.runbook.process.access;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Comment;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class RestSecurityTest extends EngineOverHttp {

  @Autowired FilterService filters;
  @Autowired ManagementService management;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/engine",
        "/engine-rest/engine/",
        "/engine-rest/task",
        "/engine-rest/engine/default/task",
        "/engine-rest/%74ask",
        "/incidents/INC-1/report",
        "/changes/pause"
      })
  void nobody_isAskedWhoTheyAre(String path) throws Exception {
    HttpResponse<String> response = get(path, NOBODY);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Basic realm=");
    assertThat(response.body()).contains("Say who you are");
  }

  @ParameterizedTest
  @CsvSource({"stranger,wrong", "stranger,''", "nobody,demo", "'',''", "on:call,demo"})
  void wrongCredentials_areRefused(String user, String password) throws Exception {
    HttpRequest.Builder request =
        request("/engine-rest/task", NOBODY).header("Authorization", basic(user, password));

    assertThat(send(request).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !!!", "Bearer demo", "Basic b25jYWxs"})
  void whatIsNoCredential_isRefused(String authorization) throws Exception {
    HttpRequest.Builder request =
        request("/engine-rest/task", NOBODY).header("Authorization", authorization);

    assertThat(send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void knownUser_isLetIn() throws Exception {
    assertThat(get("/engine-rest/task", "oncall").statusCode()).isEqualTo(200);
    assertThat(get("/incidents/no/report", "oncall").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/health", "/actuator/prometheus"})
  void probesAndPrometheus_needNoUser(String path) throws Exception {
    assertThat(get(path, NOBODY).statusCode()).isEqualTo(200);
  }

  // It was a 500 for anybody.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=utf-16",
        "application/json;charset=ISO-8859-1;q=0.5",
        "application/vnd.spring-boot.actuator.v3+json;charset=utf-32",
        "*/*;charset=utf-16"
      })
  void jsonInAnotherCharset_isJsonInUtf8(String accepted) throws Exception {
    HttpResponse<String> response =
        send(request("/actuator/health", NOBODY).header("Accept", accepted).GET());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith("{\"status\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "oncall", "senior", "dba"})
  void nobodyDeploysOverRest_unlessASettingAllowsIt(String user) throws Exception {
    assertThat(deploy(user).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest;x=1/task",
        "/incidents;x=1/INC-1",
        "/engine-rest//task",
        "/%65ngine-rest/task"
      })
  void addressThatTwoReadersReadDifferently_isRefused(String path) throws Exception {
    assertThat(get(path, "oncall").statusCode()).isEqualTo(400);
  }

  @Test
  void candidateOfTheGroup_seesClaimsAndDecides() throws Exception {
    Task task = openTask();

    assertThat(get("/engine-rest/task/" + task.getId(), "oncall").statusCode()).isEqualTo(200);
    assertThat(
            post(
                    "/engine-rest/task/" + task.getId() + "/claim",
                    "oncall",
                    "{\"userId\":\"oncall\"}")
                .statusCode())
        .isEqualTo(204);
    assertThat(complete(task, "oncall").statusCode()).isEqualTo(204);
  }

  @Test
  void memberOfAnotherGroup_seesTheTaskButCannotDecideIt() throws Exception {
    Task task = openTask();

    assertThat(get("/engine-rest/task/" + task.getId(), "dba").statusCode()).isEqualTo(200);
    assertThat(complete(task, "dba").statusCode()).isEqualTo(403);
  }

  @Test
  void nobodyButAnAdministrator_setsVariablesOrEndsAnIncident() throws Exception {
    Task task = openTask();
    String instance = "/engine-rest/process-instance/" + task.getProcessInstanceId();

    for (String user : new String[] {"oncall", "senior", "dba"}) {
      HttpRequest.Builder write =
          request(instance + "/variables/decision", user)
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString("{\"value\":\"APPROVE\",\"type\":\"String\"}"));
      assertThat(send(write).statusCode()).isEqualTo(403);
      assertThat(send(request(instance, user).DELETE()).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oncall", "senior", "dba"})
  void nobodyButAnAdministrator_movesAnIncidentOrSendsItVariables(String user) throws Exception {
    var waiting = runtime.startProcessInstanceByKey("endedByMessage");
    Job job =
        management
            .createJobQuery()
            .processInstanceId(runtime.startProcessInstanceByKey("brokenStep").getId())
            .singleResult();
    Task task = tasks.createTaskQuery().processInstanceId(waiting.getId()).singleResult();
    String forged = "\"variables\":{\"incident\":{\"value\":\"X\"}}";
    String ids = "\"processInstanceIds\":[\"" + waiting.getId() + "\"]";
    String cancel = "\"instructions\":[{\"type\":\"cancel\",\"activityId\":\"wait\"}]";
    String message = "\"messageName\":\"Over\"";
    String execution = "/execution/" + task.getExecutionId();
    Map<String, String> calls =
        Map.ofEntries(
            entry("/process-instance/" + waiting.getId() + "/modification", "{" + cancel + "}"),
            entry(
                "/process-instance/" + waiting.getId() + "/variables",
                "{\"modifications\":{\"incident\":{\"value\":\"X\"}}}"),
            entry("/process-instance/variables-async", "{" + ids + "," + forged + "}"),
            entry("/process-instance/message-async", "{" + ids + "," + message + "}"),
            entry(
                "/modification/execute",
                "{\"processDefinitionId\":\"%s\",%s,%s}"
                    .formatted(waiting.getProcessDefinitionId(), ids, cancel)),
            entry(
                "/message",
                "{%s,\"processInstanceId\":\"%s\",\"processVariables\":{\"incident\":{\"value\":\"X\"}}}"
                    .formatted(message, waiting.getId())),
            entry(execution + "/signal", "{" + forged + "}"),
            entry(execution + "/messageSubscriptions/Over/trigger", "{" + forged + "}"),
            entry(
                execution + "/localVariables",
                "{\"modifications\":{\"incident\":{\"value\":\"X\"}}}"),
            entry("/job/" + job.getId() + "/execute", "{}"));

    for (var call : calls.entrySet()) {
      assertThat(post("/engine-rest" + call.getKey(), user, call.getValue()))
          .as(call.getKey())
          .returns(403, HttpResponse::statusCode);
    }
    assertThat(runtime.getVariables(waiting.getId())).isEmpty();
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"oncall,200", "senior,200", "dba,403"})
  void whoOperates_startsARunbookByHand(String user, int status) throws Exception {
    assertThat(
            post("/engine-rest/process-definition/key/oneDecision/start", user, "{}").statusCode())
        .isEqualTo(status);
  }

  @Test
  void history_isReadByAllGroups() throws Exception {
    openTask();

    assertThat(get("/engine-rest/history/activity-instance?maxResults=1", "dba").body())
        .contains("oneDecision");
  }

  @Test
  void groupsList_holdsTheTasksOfItsReadersGroups() throws Exception {
    Task task = openTask();
    tasks.claim(task.getId(), "oncall");
    String list =
        "/engine-rest/filter/"
            + filters
                .createTaskFilterQuery()
                .filterName("My group's open decisions")
                .singleResult()
                .getId()
            + "/list";

    assertThat(get(list, "oncall").body()).contains(task.getId());
    assertThat(get(list, "dba").body()).isEqualTo("[]");
  }

  // It hung on any instance that was named, whether there was one or not.
  @Test
  void remark_belongsToItsTask_andToNoOtherIncident() throws Exception {
    Task task = openTask();
    String create = "/task/" + task.getId() + "/comment/create";
    logInToTasklist("senior");

    HttpResponse<String> elsewhere =
        post(
            "/engine-rest" + create,
            "senior",
            "{\"message\":\"approved by the CTO\",\"processInstanceId\":\"another-incident\"}");
    HttpResponse<String> asTasklistSendsIt =
        postInTasklist(create, "{\"message\":\"looked at it\"}");

    assertThat(elsewhere.statusCode()).isEqualTo(400);
    assertThat(elsewhere.body()).contains("This takes no processInstanceId; give any of message");
    assertThat(tasks.getProcessInstanceComments("another-incident")).isEmpty();
    assertThat(asTasklistSendsIt.statusCode()).isEqualTo(200);
    assertThat(tasks.getTaskComments(task.getId()))
        .extracting(Comment::getFullMessage)
        .containsExactly("looked at it");
  }

  private Task openTask() {
    String id = runtime.startProcessInstanceByKey("oneDecision").getId();
    return tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  private HttpResponse<String> complete(Task task, String user) throws Exception {
    return post(
        "/engine-rest/task/" + task.getId() + "/complete",
        user,
        "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"}}}");
  }
}
