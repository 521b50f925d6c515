package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who may decide is said by the model and the process, whatever somebody did to the task. */
class DecidersOnlyTest extends EngineOverHttp {

  @Autowired IdentityService identities;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  private Task task;

  @BeforeEach
  void open() {
    String id = runtime.startProcessInstanceByKey("oneDecision").getId();
    task = tasks.createTaskQuery().processInstanceId(id).singleResult();
  }

  // The second pair of eyes was whoever the first approver added.
  @Test
  void groupThatADeciderAdds_neitherClaimsNorDecides() throws Exception {
    as("oncall", () -> tasks.addCandidateGroup(task.getId(), "database-team"));

    assertThat(claim("dba").statusCode()).isEqualTo(400);
    HttpResponse<String> decided = complete("dba");

    assertThat(decided.statusCode()).isEqualTo(400);
    assertThat(decided.body()).contains("dba is in none of the groups that decide this");
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  // It was a 500 for everybody.
  @Test
  void userThatADeciderAdds_decidesNothing_andOthersGoOn() throws Exception {
    as("oncall", () -> tasks.addCandidateUser(task.getId(), "dba"));

    assertThat(claim("dba").statusCode()).isEqualTo(400);
    assertThat(claim("backup").statusCode()).isEqualTo(204);
    assertThat(complete("backup").statusCode()).isEqualTo(204);
  }

  @Test
  void groupThatTheProcessOffersItTo_decides() throws Exception {
    tasks.addCandidateGroup(task.getId(), "senior-engineers");

    assertThat(complete("senior").statusCode()).isEqualTo(204);
  }

  @Test
  void somebodyWhoLeftTheGroupSinceTheClaim_decidesNothing() throws Exception {
    assertThat(claim("backup").statusCode()).isEqualTo(204);
    identities.deleteMembership("backup", "on-call");
    try {
      assertThat(complete("backup").statusCode()).isEqualTo(403);
    } finally {
      identities.createMembership("backup", "on-call");
    }
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isOne();
  }

  // An administrator took a decision away from who had it.
  @Test
  void claim_isReleasedByWhoMayDecide_andByNobodyElse() throws Exception {
    assertThat(claim("oncall").statusCode()).isEqualTo(204);

    HttpResponse<String> byAdmin = unclaim("admin");
    assertThat(byAdmin.statusCode()).isEqualTo(400);
    assertThat(byAdmin.body()).contains("admin is in none of the groups that decide this");
    assertThat(assignee()).isEqualTo("oncall");

    assertThat(unclaim("backup").statusCode()).isEqualTo(204);
    assertThat(assignee()).isNull();
  }

  private String assignee() {
    return tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee();
  }

  private HttpResponse<String> unclaim(String user) throws Exception {
    return post("/engine-rest/task/" + task.getId() + "/unclaim", user, "{}");
  }

  private void as(String user, Runnable does) {
    identities.setAuthentication(user, List.of("on-call"));
    try {
      does.run();
    } finally {
      identities.clearAuthentication();
    }
  }

  private HttpResponse<String> claim(String user) throws Exception {
    return post(
        "/engine-rest/task/" + task.getId() + "/claim",
        user,
        "{\"userId\":\"%s\"}".formatted(user));
  }

  private HttpResponse<String> complete(String user) throws Exception {
    return post(
        "/engine-rest/task/" + task.getId() + "/complete",
        user,
        "{\"variables\":{\"decision\":{\"value\":\"APPROVE\"}}}");
  }
}
