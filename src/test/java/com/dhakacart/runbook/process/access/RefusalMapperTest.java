package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RefusalMapperTest extends EngineOverHttp {

  private static final String NO_ANSWER = "{\"variables\":{}}";

  @Autowired IdentityService identities;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void decisionIsRefused_personReadsOurSentenceAndTaskStaysOpen(String way, CapturedOutput output)
      throws Exception {
    Task task = openTask();

    HttpResponse<String> response =
        post("/engine-rest/task/" + task.getId() + "/" + way, "oncall", NO_ANSWER);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(json(response).path("type").asText()).isEqualTo("DecisionRefused");
    assertThat(json(response).path("message").asText()).isEqualTo(SmallApplication.REFUSAL);
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
    assertThat(output).doesNotContain("DecisionRefused");
  }

  @Test
  void decisionIsValid_taskIsDone() throws Exception {
    Task task = openTask();

    HttpResponse<String> response =
        post(
            "/engine-rest/task/" + task.getId() + "/complete",
            "oncall",
            "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"}}}");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();
  }

  @Test
  void decisionIsRefusedInTasklist_itsAnswerHasOurSentence() throws Exception {
    Task task = openTask();
    logInToTasklist("oncall");

    HttpResponse<String> response =
        postInTasklist("/task/" + task.getId() + "/submit-form", NO_ANSWER);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("message").asText()).isEqualTo(SmallApplication.REFUSAL);
  }

  // Each was a 500 with a stack trace in the log.
  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form", "claim"})
  void taskIsDecidedAlready_personIsToldThatItIsNotOpen(String way, CapturedOutput output)
      throws Exception {
    Task task = openTask();
    tasks.complete(task.getId(), Map.of("decision", "APPROVE"));

    HttpResponse<String> response =
        post(
            "/engine-rest/task/" + task.getId() + "/" + way,
            "oncall",
            way.equals("claim") ? "{\"userId\":\"oncall\"}" : NO_ANSWER);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).path("message").asText())
        .startsWith("This task is not open")
        .contains("look in Tasklist");
    assertThat(output).doesNotContain("NullValueException");
  }

  @Test
  void taskIsClaimedBySomebodyElse_personIsToldWhatToDo(CapturedOutput output) throws Exception {
    Task task = openTask();

    HttpResponse<String> response =
        post("/engine-rest/task/" + task.getId() + "/claim", "backup", "{\"userId\":\"backup\"}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(json(response).path("type").asText()).isEqualTo("TaskAlreadyClaimedException");
    assertThat(json(response).path("message").asText())
        .startsWith("oncall has claimed this task")
        .contains("or release it");
    assertThat(output).doesNotContain("TaskAlreadyClaimedException");
  }

  @Test
  void somethingElseHappensAtTheSameMoment_isAConflict() {
    Response response =
        new RefusalMapper(identities)
            .toResponse(new RuntimeException(new OptimisticLockingException("ENGINE-03005")));

    assertThat(response.getStatus()).isEqualTo(409);
    assertThat(((ExceptionDto) response.getEntity()).getMessage()).contains("look at it again");
  }

  @Test
  void administrator_whoIsInNoGroupThatDecides_takesNoTask() throws Exception {
    Task task = freeTask();

    HttpResponse<String> response =
        post("/engine-rest/task/" + task.getId() + "/claim", "admin", "{\"userId\":\"admin\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("message").asText())
        .isEqualTo(
            "admin is in none of the groups that decide this; give the task to somebody of"
                + " on-call");
    assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee()).isNull();
  }

  @Test
  void taskIsClaimedForAnother_isRefused() throws Exception {
    HttpResponse<String> response =
        post(
            "/engine-rest/task/" + freeTask().getId() + "/claim",
            "oncall",
            "{\"userId\":\"senior\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(json(response).path("message").asText())
        .contains("Nobody claims a task for another", "oncall");
  }

  @Test
  void serviceHasAnOpenIncident_startIsRefusedAndNamesIt() throws Exception {
    HttpResponse<String> response =
        post("/engine-rest/process-definition/key/claimedService/start", "oncall", "{}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(json(response).path("type").asText()).isEqualTo("IncidentAlreadyOpen");
    assertThat(json(response).path("message").asText())
        .startsWith("Incident INC-7 of dhakacart-backend is open");
    assertThat(runtime.createProcessInstanceQuery().processDefinitionKey("claimedService").count())
        .isZero();
  }

  // Some of them were a 500 with the words of the database.
  @Test
  void fourPeopleDecideAtTheSameMoment_oneDoes_andTheOthersAreToldSo(CapturedOutput output)
      throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 25; round++) {
        Task task = openTask();
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int person = 0; person < 4; person++) {
          String way = person % 2 == 0 ? "complete" : "submit-form";
          answers.add(
              people.submit(
                  () -> {
                    together.await();
                    return post(
                        "/engine-rest/task/" + task.getId() + "/" + way,
                        "oncall",
                        "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"}}}");
                  }));
        }
        int decided = 0;
        for (Future<HttpResponse<String>> answer : answers) {
          HttpResponse<String> response = answer.get();
          decided += response.statusCode() == 204 ? 1 : 0;
          // where the task was is what each of them finds: no answers, no right, no task, a
          // conflict
          if (response.statusCode() != 204) {
            assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
          }
        }
        assertThat(decided).isOne();
      }
    } finally {
      people.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void twoHaveDoneTheSame_isAConflict(Exception conflict) {
    Response response = new RefusalMapper(identities).toResponse(new RuntimeException(conflict));

    assertThat(response.getStatus()).isEqualTo(409);
    assertThat(((ExceptionDto) response.getEntity()).getMessage()).contains("look at it again");
  }

  static Stream<Exception> conflicts() {
    return Stream.of(
        new SQLException("a foreign key", "23503"),
        new SQLException("a foreign key of H2", "23506"),
        new SQLException("a duplicate key", "23505"),
        new SQLException("could not serialize", "40001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "22021"})
  void databaseRefusesAText_personIsToldToShortenIt(String state) {
    Response response =
        new RefusalMapper(identities)
            .toResponse(new RuntimeException(new SQLException("too long", state)));

    assertThat(response.getStatus()).isEqualTo(400);
    assertThat(((ExceptionDto) response.getEntity()).getMessage()).contains("shorten it");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/task",
    "GET,/task/no-such-task",
    "GET,/history/process-instance",
    "GET,/nowhere"
  })
  void answerIsWantedInAnotherForm_isRefusedInWords(String method, String path) throws Exception {
    HttpResponse<String> response =
        send(request("/engine-rest" + path, "oncall").header("Accept", "application/xml"));

    assertThat(response.statusCode()).isBetween(403, 406);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(json(response).path("message").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "text/plain", "image/png"})
  void bodyComesInAnotherForm_isRefusedInWords(String type) throws Exception {
    for (String accepted : new String[] {"application/json", "application/xml", "*/*"}) {
      HttpResponse<String> response =
          send(
              request("/engine-rest/task/" + openTask().getId() + "/complete", "oncall")
                  .header("Content-Type", type)
                  .header("Accept", accepted)
                  .POST(BodyPublishers.ofString("<variables/>")));

      assertThat(response.statusCode()).as(response.body()).isBetween(400, 415);
      assertThat(json(response).path("message").asText()).isNotBlank();
    }
  }

  // The first two were a 500.
  @ParameterizedTest
  @ValueSource(strings = {"Xml", "Object", "nonsense"})
  void answerIsOfAnotherType_isRefusedInWords_andTaskStaysOpen(String type) throws Exception {
    Task task = openTask();

    HttpResponse<String> response =
        post(
            "/engine-rest/task/" + task.getId() + "/complete",
            "oncall",
            "{\"variables\":{\"decision\":{\"value\":\"<a/>\",\"type\":\"%s\"}}}".formatted(type));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(json(response).path("message").asText()).isNotBlank();
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @Test
  void anythingElseFails_engineAnswersAsEver() throws Exception {
    HttpResponse<String> bug =
        post(
            "/engine-rest/process-definition/key/claimedService/start",
            "oncall",
            "{\"variables\":{\"service\":{\"value\":\"bug\"}}}");
    HttpResponse<String> unknown = get("/engine-rest/task/no-such-task", "oncall");
    HttpResponse<String> notJson =
        post("/engine-rest/process-definition/key/claimedService/start", "oncall", "{");
    HttpResponse<String> noResource = get("/engine-rest/no-such-resource", "oncall");

    assertThat(bug.statusCode()).isEqualTo(500);
    assertThat(json(bug).path("message").asText()).contains("this is no refusal");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).path("type").asText()).isEqualTo("InvalidRequestException");
    assertThat(notJson.statusCode()).isEqualTo(400);
    assertThat(noResource.statusCode()).isEqualTo(403);
  }

  private Task openTask() {
    Task task = freeTask();
    tasks.claim(task.getId(), "oncall");
    return task;
  }

  private Task freeTask() {
    String id = runtime.startProcessInstanceByKey("oneDecision").getId();
    return tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }
}
