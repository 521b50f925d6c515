package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.access.EngineOperations.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * A caller who names a class has the engine make an object of it. Some classes of the class path
 * run whatever their properties say; each call that carries a value is tried with them.
 */
class TypedValuesTest extends EngineOverHttp {

  private static final List<String> RUN_CODE =
      List.of(
          "org.springframework.jdbc.datasource.DriverManagerDataSource",
          "org.springframework.jdbc.datasource.SingleConnectionDataSource",
          "org.apache.ibatis.datasource.unpooled.UnpooledDataSource",
          "org.apache.ibatis.datasource.pooled.PooledDataSource");

  private static final List<String> KNOWN_TO_BE_MISUSED =
      List.of(
          "com.zaxxer.hikari.HikariConfig",
          "com.zaxxer.hikari.HikariDataSource",
          "org.h2.jdbcx.JdbcDataSource",
          "com.sun.rowset.JdbcRowSetImpl",
          "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
          "javax.management.BadAttributeValueExpException",
          "org.springframework.context.support.ClassPathXmlApplicationContext",
          "org.springframework.context.support.FileSystemXmlApplicationContext",
          "org.springframework.jndi.support.SimpleJndiBeanFactory",
          "org.springframework.beans.factory.config.PropertyPathFactoryBean",
          "org.springframework.aop.support.DefaultBeanFactoryPointcutAdvisor",
          "ch.qos.logback.core.db.DriverManagerConnectionSource",
          "ch.qos.logback.core.db.JNDIConnectionSource",
          "org.apache.ibatis.datasource.jndi.JndiDataSourceFactory",
          "java.util.ArrayList<org.springframework.jdbc.datasource.DriverManagerDataSource>",
          "java.lang.StringBuilder",
          "java.util.HashMap",
          "java.net.URL",
          "java.io.File");

  @TempDir Path folder;

  @Autowired ProcessEngine processEngine;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired HistoryService history;

  private final ObjectMapper json = new ObjectMapper();
  private final EngineOperations engine = new EngineOperations();
  private Path proof;
  private Task task;

  @BeforeEach
  void open() {
    proof = folder.resolve("ran");
    String id = runtime.startProcessInstanceByKey("declaredAnswers", Map.of("cause", "X")).getId();
    task = tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  @AfterEach
  void nothingRan_andTheDecisionIsOpen() {
    assertThat(proof).doesNotExist();
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
    assertThat(
            history
                .createHistoricVariableInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .disableCustomObjectDeserialization()
                .list())
        .noneMatch(it -> it.getTypeName().equals("object"));
    runtime.deleteProcessInstance(task.getProcessInstanceId(), "end of the test");
  }

  @Test
  void engineItself_makesNoObjectOfAClassThatNobodyAllowed() {
    assertThat(
            ((ProcessEngineConfigurationImpl) processEngine.getProcessEngineConfiguration())
                .isDeserializationTypeValidationEnabled())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oncall", "admin"})
  void everyCallOfAProgramThatCarriesAValue_isRefused(String user) throws Exception {
    List<String> taken = new ArrayList<>();
    for (Operation operation : engine.all()) {
      for (String type : RUN_CODE) {
        var body = engine.bodyWith(typed(type), operation);
        if (body.isPresent() && !isRefused(send(call(operation, user, body.get())))) {
          taken.add(operation + " with " + type);
        }
      }
    }
    assertThat(taken).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"oncall", "admin"})
  void everyCallOfAWebappThatCarriesAValue_isRefused(String user) throws Exception {
    logInToTasklist(user);
    String token = csrfToken();
    List<String> taken = new ArrayList<>();
    for (Operation operation : engine.all()) {
      for (String type : RUN_CODE) {
        var body = engine.bodyWith(typed(type), operation);
        if (body.isPresent()
            && !isRefused(
                send(
                    request("/camunda/api/engine/engine/default" + path(operation), NOBODY)
                        .header("X-XSRF-TOKEN", token)
                        .header("Content-Type", "application/json")
                        .method(
                            operation.method(), BodyPublishers.ofString(body.get().toString()))))) {
          taken.add(operation + " with " + type);
        }
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void classesThatAreKnownToBeMisused_areRefused() throws Exception {
    for (String type : KNOWN_TO_BE_MISUSED) {
      for (String call : List.of("complete", "submit-form")) {
        HttpResponse<String> response =
            post(
                "/engine-rest/task/%s/%s".formatted(task.getId(), call),
                "oncall",
                json.writeValueAsString(Map.of("variables", Map.of("reason", typed(type)))));
        assertThat(response.statusCode()).as(type).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":\"x\",\"type\":\"Object\"}",
        "{\"value\":\"x\",\"type\":\"object\"}",
        "{\"value\":\"{}\",\"type\":\"Json\"}",
        "{\"value\":\"<a/>\",\"type\":\"Xml\"}",
        "{\"value\":\"eA==\",\"type\":\"Bytes\"}",
        "{\"value\":\"eA==\",\"type\":\"File\",\"valueInfo\":{\"filename\":\"x\"}}",
        "{\"value\":\"x\",\"type\":\"Date\"}",
        "{\"value\":1,\"type\":\"Double\"}",
        "{\"value\":\"x\",\"type\":\"String\",\"valueInfo\":{\"transient\":true}}",
        "{\"value\":\"x\",\"type\":{\"name\":\"String\"}}",
        "{\"value\":\"x\",\"type\":[\"Object\"]}",
        "{\"value\":{\"@class\":\"java.lang.StringBuilder\"}}",
        "{\"value\":[\"java.lang.StringBuilder\",\"x\"]}",
        "{\"value\":true}",
        "{\"value\":1}",
        "{\"value\":\"x\",\"Type\":\"Object\"}",
        "{\"value\":\"x\",\"type\":\"String\",\"type\":\"Object\"}",
        "[\"x\"]",
        "\"x\""
      })
  void answerOfAnotherShape_isRefused(String variable) throws Exception {
    HttpResponse<String> response =
        post(
            "/engine-rest/task/" + task.getId() + "/complete",
            "oncall",
            "{\"variables\":{\"reason\":%s}}".formatted(variable));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"type\":\"Refused\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"variables\":{},\"variables\":{\"reason\":{\"value\":\"x\",\"type\":\"Object\"}}}",
        "{\"variables\":{\"decision\":{\"value\":\"x\"}}}{\"variables\":{}}",
        "[{\"variables\":{}}]",
        "{\"Variables\":{}}",
        "{\"variables\":\"x\"}",
        "{\"variables\":[]}"
      })
  void bodyOfAnotherShape_isRefused(String body) throws Exception {
    assertThat(post("/engine-rest/task/" + task.getId() + "/complete", "oncall", body))
        .returns(400, HttpResponse::statusCode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/hal+json",
        "application/json-patch+json",
        "nonsense"
      })
  void bodyOfAnotherMediaType_isRefused(String type) throws Exception {
    HttpRequest.Builder request =
        request("/engine-rest/task/" + task.getId() + "/complete", "oncall")
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("{}"));

    assertThat(send(request).statusCode()).isIn(400, 415);
  }

  @Test
  void valueWrittenAsAFile_isRefused() throws Exception {
    String file =
        """
        --x\r
        Content-Disposition: form-data; name="data"\r
        Content-Type: application/json\r
        \r
        %s\r
        --x\r
        Content-Disposition: form-data; name="type"\r
        \r
        %s\r
        --x--\r
        """
            .formatted(gadget(), RUN_CODE.get(0));
    for (String user : List.of("oncall", "admin")) {
      for (String path :
          List.of(
              "/task/" + task.getId() + "/variables/reason/data",
              "/task/" + task.getId() + "/localVariables/reason/data",
              "/process-instance/" + task.getProcessInstanceId() + "/variables/reason/data",
              "/execution/" + task.getExecutionId() + "/localVariables/reason/data")) {
        HttpRequest.Builder request =
            request("/engine-rest" + path, user)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(file));
        assertThat(send(request).statusCode()).as(path).isEqualTo(403);
      }
    }
  }

  private HttpRequest.Builder call(Operation operation, String user, JsonNode body) {
    return request("/engine-rest" + path(operation), user)
        .header("Content-Type", "application/json")
        .method(operation.method(), BodyPublishers.ofString(body.toString()));
  }

  /** With what really is there, so that the call would be carried out. */
  private String path(Operation operation) {
    return operation
        .path()
        .replace("/task/{id}", "/task/" + task.getId())
        .replace("/process-instance/{id}", "/process-instance/" + task.getProcessInstanceId())
        .replace("/execution/{id}", "/execution/" + task.getExecutionId())
        .replace("/process-definition/{id}", "/process-definition/" + task.getProcessDefinitionId())
        .replace("/process-definition/key/{key}", "/process-definition/key/declaredAnswers")
        .replaceAll("\\{[^}]+}", "reason");
  }

  private static boolean isRefused(HttpResponse<String> response) {
    return response.statusCode() >= 400
        && response.statusCode() < 500
        && response.body().contains("\"type\":\"Refused\"");
  }

  private JsonNode typed(String type) {
    return json.createObjectNode()
        .put("type", "Object")
        .put("value", type.contains("String") ? "\"x\"" : gadget())
        .set(
            "valueInfo",
            json.createObjectNode()
                .put("objectTypeName", type)
                .put("serializationDataFormat", "application/json"));
  }

  /** A database whose address runs a program when somebody connects to it. */
  private String gadget() {
    return json.createObjectNode()
        .put("url", "jdbc:h2:mem:r;INIT=CALL FILE_WRITE(STRINGTOUTF8('x'),'%s')".formatted(proof))
        .put("username", "sa")
        .put("password", "")
        .toString();
  }
}
