package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A failed step is tried again; no timer is moved, silenced or fired that way. */
class RetriesSchemaTest extends EngineOverHttp {

  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;

  private Job job;

  @BeforeEach
  void begin() {
    String id = runtime.startProcessInstanceByKey("brokenStep").getId();
    job = management.createJobQuery().processInstanceId(id).singleResult();
  }

  @Test
  void stepWithoutTriesLeft_getsOne() throws Exception {
    management.setJobRetries(job.getId(), 0);

    assertThat(retries("{\"retries\":1}").statusCode()).isEqualTo(204);
    assertThat(now().getRetries()).isOne();
  }

  @Test
  void stepThatHasTriesLeft_staysAsItIs() throws Exception {
    HttpResponse<String> response = retries("{\"retries\":7}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("no step that failed as often as it may");
    assertThat(now().getRetries()).isEqualTo(job.getRetries());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"retries\":0}",
        "{\"retries\":-1}",
        "{\"retries\":\"1\"}",
        "{\"retries\":1.5}",
        "{}",
        "{\"retries\":1,\"dueDate\":\"2099-01-01T00:00:00.000+0000\"}",
        "{\"retries\":1,\"dueDate\":null}"
      })
  void anythingButAnotherTry_isRefused(String body) throws Exception {
    management.setJobRetries(job.getId(), 0);
    Date due = now().getDuedate();

    assertThat(retries(body).statusCode()).isEqualTo(400);
    assertThat(now().getRetries()).isZero();
    assertThat(now().getDuedate()).isEqualTo(due);
  }

  // Each of these took a try from a timer, and four calls made an incident of it.
  @Test
  void executeByWhoMayNot_neverReachesTheEngine() throws Exception {
    for (String user : new String[] {"oncall", "senior", "dba", "stranger"}) {
      assertThat(post("/engine-rest/job/" + job.getId() + "/execute", user, "{}").statusCode())
          .isEqualTo(403);
    }
    assertThat(now().getRetries()).isEqualTo(job.getRetries());
  }

  private Job now() {
    return management.createJobQuery().jobId(job.getId()).singleResult();
  }

  private HttpResponse<String> retries(String body) throws Exception {
    return send(
        request("/engine-rest/job/" + job.getId() + "/retries", "oncall")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }
}
