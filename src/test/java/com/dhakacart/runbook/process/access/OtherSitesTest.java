package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A page of another site makes somebody's browser ask; the browser says so. */
class OtherSitesTest extends EngineOverHttp {

  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  private Task task;

  @BeforeEach
  void open() {
    String id = runtime.startProcessInstanceByKey("oneDecision").getId();
    task = tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin,http://evil.example",
    "Origin,null",
    "Origin,https://localhost:PORT",
    "Origin,http://localhost",
    "Origin,http://localhost.evil.example:PORT",
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site",
    "Sec-Fetch-Site,''",
    "Sec-Fetch-Site,SAME-ORIGIN-NOT"
  })
  void decisionFromElsewhere_isRefused(String header, String value) throws Exception {
    HttpResponse<String> response =
        send(decision("oncall").header(header, value.replace("PORT", String.valueOf(port))));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("A page of another site sent this");
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:PORT", "http://localhost:8080"})
  void decisionFromHere_isTaken(String origin) throws Exception {
    HttpRequest.Builder decision =
        decision("oncall")
            .header("Origin", origin.replace("PORT", String.valueOf(port)))
            .header("Sec-Fetch-Site", "same-origin");

    assertThat(send(decision).statusCode()).isEqualTo(204);
  }

  @Test
  void program_saysNothingOfASite_andIsNotAsked() throws Exception {
    assertThat(send(decision("oncall")).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/deployment/create",
        "/camunda/api/engine/engine/default/deployment/create",
        "/login",
        "/logout",
        "/camunda/api/admin/auth/user/default/login/tasklist",
        "/alerts",
        "/changes/pause"
      })
  void anythingThatChangesSomething_isRefusedFromElsewhere(String path) throws Exception {
    HttpRequest.Builder request =
        request(path, "admin")
            .header("Origin", "http://evil.example")
            .header("Sec-Fetch-Site", "cross-site")
            .POST(BodyPublishers.ofString("{}"));

    assertThat(send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void linkFromElsewhere_isFollowed() throws Exception {
    HttpRequest.Builder link =
        request("/camunda/app/tasklist/default/", NOBODY)
            .header("Sec-Fetch-Site", "cross-site")
            .GET();

    assertThat(send(link).statusCode()).isEqualTo(200);
  }

  private HttpRequest.Builder decision(String user) {
    return request("/engine-rest/task/" + task.getId() + "/complete", user)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"variables\":{\"decision\":{\"value\":\"APPROVE\"}}}"));
  }
}
