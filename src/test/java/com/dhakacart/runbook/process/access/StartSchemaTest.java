package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Who starts a runbook says what it is about, and nothing else; it begins at its beginning. */
class StartSchemaTest extends EngineOverHttp {

  private static final String KEY = "oneDecision";
  private static final String FROM_THE_MIDDLE =
      "{\"startInstructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"decide\"}]}";

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;

  @AfterEach
  void end() {
    runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(KEY)
        .list()
        .forEach(it -> runtime.deleteProcessInstance(it.getId(), "end of the test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"oncall", "senior", "admin"})
  void startInTheMiddle_isRefused_whoeverAsks(String user) throws Exception {
    refused(start(user, FROM_THE_MIDDLE), "An incident begins at its beginning");
  }

  @Test
  void keyOfTheCaller_isRefused() throws Exception {
    refused(start("oncall", "{\"businessKey\":\"INC-1\"}"), "given its key when it is opened");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incident",
        "openedByAlert",
        "seen_pods",
        "changeRounds",
        "cause",
        "approvedByEnough"
      })
  void variableThatOnlyStepsWrite_isRefused(String name) throws Exception {
    refused(
        start(
            "oncall",
            "{\"variables\":{\"service\":{\"value\":\"shop\"},\"%s\":{\"value\":\"X\"}}}"
                .formatted(name)),
        "A start does not ask for %s; answer deployment, namespace, service".formatted(name));
  }

  @ParameterizedTest
  @CsvSource({
    "/engine-rest/process-definition/ID/start",
    "/engine-rest/process-definition/ID/submit-form",
    "/engine-rest/process-definition/key/oneDecision/submit-form",
    "/engine-rest/process-definition/key/oneDecision/start/",
    "/engine-rest/process-definition;x=1/key/oneDecision/start;x=1",
    "/engine-rest/process-definition/key/oneDecision/st%61rt",
    "/engine-rest/engine/default/process-definition/key/oneDecision/start"
  })
  void otherSpellingOfTheAddress_isRefusedAsWell(String path) throws Exception {
    HttpResponse<String> response =
        post(
            path.replace("ID", newest(KEY)),
            "oncall",
            FROM_THE_MIDDLE.replaceFirst(
                "\\{", "{\"variables\":{\"incident\":{\"value\":\"X\"}},"));

    assertThat(response.statusCode()).isBetween(400, 404);
    assertThat(started()).isZero();
  }

  @Test
  void tasklistsStart_isRefusedAsWell() throws Exception {
    refused(
        startInTasklist("{\"variables\":{\"incident\":{\"value\":\"X\"}}}"),
        "A start does not ask for incident");
  }

  @Test
  void tasklistsPlainStart_isTaken() throws Exception {
    HttpResponse<String> response =
        startInTasklist("{\"businessKey\":null,\"variables\":{\"service\":{\"value\":\"shop\"}}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(started()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"variables\":{\"service\":{\"value\":\"shop\"},\"namespace\":{\"value\":\"shop\"},\"deployment\":{\"value\":\"shop\"}}}",
        "{\"variables\":null,\"businessKey\":null,\"startInstructions\":[],\"withVariablesInReturn\":true}"
      })
  void plainStart_isTaken(String json) throws Exception {
    assertThat(start("oncall", json).statusCode()).isEqualTo(200);
    assertThat(started()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key/seniorsDecide", "ID", "key/noSuchThing", "noSuchThing:1:7"})
  void whatIsNoRunbook_beginsNoIncident_whoeverAsks(String process) throws Exception {
    String path =
        "/engine-rest/process-definition/%s/start"
            .formatted(process.replace("ID", newest("seniorsDecide")));
    for (String user : List.of("oncall", "senior", "admin")) {
      HttpResponse<String> response = post(path, user, "{}");

      assertThat(response.statusCode()).as(user).isEqualTo(404);
      assertThat(response.body())
          .contains("is no runbook", "the runbooks are ", "claimedService, oneDecision");
    }
    assertThat(runtime.createProcessInstanceQuery().processDefinitionKey("seniorsDecide").count())
        .isZero();
  }

  @Test
  void runbook_isStartedByItsIdAsWell() throws Exception {
    assertThat(
            post("/engine-rest/process-definition/%s/start".formatted(newest(KEY)), "oncall", "{}")
                .statusCode())
        .isEqualTo(200);
    assertThat(started()).isOne();
  }

  @ParameterizedTest
  @CsvSource({"restart,oncall", "restart-async,senior", "restart,admin"})
  void nobodyRestartsWhatIsOver_sinceARestartBeginsAnywhere(String call, String user)
      throws Exception {
    var over = runtime.startProcessInstanceByKey(KEY);
    runtime.deleteProcessInstance(over.getId(), "over");

    HttpResponse<String> response =
        post(
            "/engine-rest/process-definition/%s/%s".formatted(over.getProcessDefinitionId(), call),
            user,
            "{\"processInstanceIds\":[\"%s\"],%s"
                .formatted(
                    over.getId(),
                    FROM_THE_MIDDLE.substring(1).replace("startInstructions", "instructions")));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(started()).isZero();
  }

  private void refused(HttpResponse<String> response, String sentence) {
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(sentence);
    assertThat(started()).isZero();
  }

  private HttpResponse<String> start(String user, String json) throws Exception {
    return post("/engine-rest/process-definition/key/oneDecision/start", user, json);
  }

  private HttpResponse<String> startInTasklist(String json) throws Exception {
    logInToTasklist("oncall");
    return postInTasklist("/process-definition/key/oneDecision/submit-form", json);
  }

  private String newest(String key) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .latestVersion()
        .singleResult()
        .getId();
  }

  private long started() {
    return runtime.createProcessInstanceQuery().processDefinitionKey(KEY).count();
  }
}
