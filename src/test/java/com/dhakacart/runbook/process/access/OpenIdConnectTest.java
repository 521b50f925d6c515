package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** People of an OpenID Connect provider, whom the engine's tables do not know. */
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:oidc;DB_CLOSE_ON_EXIT=FALSE",
      "spring.security.oauth2.client.registration.runbook.client-id=runbook",
      "spring.security.oauth2.client.registration.runbook.client-secret=runbook-secret",
      "spring.security.oauth2.client.registration.runbook.scope=openid,profile"
    })
class OpenIdConnectTest extends EngineOverHttp {

  private static final String TASKLIST = "/camunda/api/engine/engine/default";
  private static Provider provider;

  @Autowired IdentityService identities;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;

  private Browser browser;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    provider = Provider.start();
    registry.add("spring.security.oauth2.client.provider.runbook.issuer-uri", provider::issuer);
  }

  @AfterAll
  static void stopTheProvider() {
    provider.stop();
  }

  @BeforeEach
  void openABrowser() {
    provider.sendsBackTo(port);
    browser = new Browser(port);
  }

  @Test
  void logIn_offersTheProviderAndTheFormOfLocalUsers() throws Exception {
    assertThat(browser.open("/login").body())
        .contains("/oauth2/authorization/runbook", "name=\"password\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/incidents/INC-1", "/camunda/app/tasklist/default/"})
  void pageThatWasAskedFor_comesAfterTheLogIn(String path) throws Exception {
    HttpResponse<String> led = browser.open(path);
    assertThat(led.uri().getPath()).isEqualTo("/login");

    assertThat(browser.logIn("lead").uri().getPath()).isEqualTo(path);
  }

  @Test
  void pageOfAWebapp_comesAfterTheLogInOfALocalUser_too() throws Exception {
    HttpResponse<String> form = browser.open("/camunda/app/cockpit/default/");

    HttpResponse<String> page =
        browser.submit(form, Map.of("username", "oncall", "password", "demo"));

    assertThat(page.uri().getPath()).isEqualTo("/camunda/app/cockpit/default/");
    assertThat(page.statusCode()).isEqualTo(200);
  }

  @Test
  void memberByClaim_seesTheirDecisions_andDecidesThem() throws Exception {
    String id = decision("seniorsDecide");
    browser.logIn("lead");

    assertThat(browser.get(TASKLIST + "/task").body()).contains(id);
    assertThat(browser.get(myGroupsFilter() + "/list").body()).contains(id);
    assertThat(claim(id, "lead").statusCode()).isEqualTo(204);
    assertThat(complete(id).statusCode()).isEqualTo(204);
    assertThat(tasks.createTaskQuery().taskId(id).count()).isZero();
    assertThat(decidedBy(id)).isEqualTo("lead");
  }

  @Test
  void decisionOfAnotherGroup_isNotTheirs() throws Exception {
    String id = decision("oneDecision");
    browser.logIn("lead");

    assertThat(browser.get(myGroupsFilter() + "/list").body()).doesNotContain(id);
    assertThat(claim(id, "lead").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(complete(id).statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(tasks.createTaskQuery().taskId(id).singleResult().getAssignee()).isNull();
  }

  @Test
  void nobodyElse_isGivenTheirDecision() throws Exception {
    String id = decision("seniorsDecide");
    browser.logIn("lead");

    assertThat(claim(id, "senior").statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(tasks.createTaskQuery().taskId(id).singleResult().getAssignee()).isNull();
  }

  @Test
  void whoIsInNoGroup_readsNothingOfAnIncident() throws Exception {
    decision("oneDecision");
    browser.logIn("nogroups");

    for (String path :
        List.of(
            "/engine-rest/task",
            "/engine-rest/process-instance",
            TASKLIST + "/task",
            "/incidents",
            "/incidents/INC-1/report",
            "/audit/refusals")) {
      assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(browser.get("/engine-rest/version").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "carer"})
  void claim_makesNoAdministrator(String user) throws Exception {
    browser.logIn(user);

    for (String path : List.of("/audit/refusals", "/engine-rest/authorization")) {
      assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
    }
    assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"" + user)
        .doesNotContain("\"admin\"");
  }

  @Test
  void groupThatIsNotOfTheContract_countsNothing_besideOneThatIs() throws Exception {
    String id = decision("oneDecision");
    browser.logIn("carer");

    assertThat(claim(id, "carer").statusCode()).isEqualTo(204);
    assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
        .contains("tasklist", "cockpit");
  }

  @ParameterizedTest
  @CsvSource({"Oncall, oncall is a user", "admin, admin is a user", "of two words, cannot be"})
  void idOfALocalUser_orNone_isRefusedWithASentence_andKept(String user, String sentence)
      throws Exception {
    HttpResponse<String> page = browser.logIn(user);

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains(sentence, "href=\"/login\"");
    assertThat(browser.get("/engine-rest/version").statusCode()).isEqualTo(401);
    await()
        .untilAsserted(
            () ->
                assertThat(refusals("GET /login/oauth2/code/runbook", "NOT_ALLOWED")).isPositive());
  }

  @Test
  void localUserOfTheSameId_whoIsCreatedLater_endsWhatTheSessionMay() throws Exception {
    browser.logIn("newcomer");
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(200);

    User local = identities.newUser("newcomer");
    local.setPassword("demo");
    identities.saveUser(local);
    try {
      assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(403);
      assertThat(browser.get("/engine-rest/version").statusCode()).isEqualTo(403);
    } finally {
      identities.deleteUser("newcomer");
    }
  }

  @Test
  void sessionWithoutItsToken_changesNothing() throws Exception {
    String id = decision("seniorsDecide");
    browser.logIn("lead");

    for (String path : List.of("/engine-rest/task/", TASKLIST + "/task/")) {
      assertThat(
              browser.postWithoutToken(path + id + "/claim", "{\"userId\":\"lead\"}").statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(tasks.createTaskQuery().taskId(id).singleResult().getAssignee()).isNull();
  }

  @Test
  void tasklist_knowsWhoIsLoggedIn() throws Exception {
    browser.logIn("lead");

    assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"lead\"", "tasklist");
    HttpResponse<String> profile = browser.get(TASKLIST + "/user/lead/profile");
    assertThat(profile.statusCode()).isEqualTo(200);
    assertThat(profile.body())
        .contains("\"id\":\"lead\"", "\"firstName\":\"lead\"", "\"lastName\":\"\"");
    assertThat(browser.get(TASKLIST + "/user/somebody/profile").statusCode()).isEqualTo(404);
  }

  @Test
  void logOut_endsTheSession() throws Exception {
    browser.logIn("lead");
    HttpResponse<String> question = browser.open("/logout");
    assertThat(question.statusCode()).isEqualTo(200);

    browser.submit(question, Map.of());

    assertThat(browser.get("/engine-rest/version").statusCode()).isEqualTo(401);
  }

  @Test
  void answerThatNobodyAskedFor_isRefused() throws Exception {
    HttpResponse<String> page =
        browser.open("/login/oauth2/code/runbook?code=stolen&state=guessed");

    assertThat(page.statusCode()).isEqualTo(401);
    assertThat(page.body()).contains("Your provider did not say who you are");
  }

  private String decision(String process) {
    String instance = runtime.startProcessInstanceByKey(process).getId();
    return tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();
  }

  private String decidedBy(String task) {
    return jdbc.sql("select ASSIGNEE_ from ACT_HI_TASKINST where ID_ = ?")
        .param(task)
        .query(String.class)
        .single();
  }

  private String myGroupsFilter() throws Exception {
    String all = browser.get(TASKLIST + "/filter?name=My%20group%27s%20open%20decisions").body();
    return TASKLIST + "/filter/" + all.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> claim(String task, String user) throws Exception {
    return browser.postInTasklist("/task/" + task + "/claim", "{\"userId\":\"" + user + "\"}");
  }

  private HttpResponse<String> complete(String task) throws Exception {
    return browser.postInTasklist(
        "/task/" + task + "/complete",
        "{\"variables\":{\"decision\":{\"value\":\"APPROVE\",\"type\":\"String\"}}}");
  }

  private int refusals(String request, String reason) {
    return jdbc.sql("select count(*) from runbook_refusal where request = ? and why = ?")
        .params(request, reason)
        .query(Integer.class)
        .single();
  }
}
