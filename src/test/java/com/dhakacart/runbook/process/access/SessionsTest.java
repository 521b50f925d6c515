package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.incident.RefusedRequest;
import com.dhakacart.runbook.process.ledger.RefusalLog;
import jakarta.servlet.http.HttpSessionEvent;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/** People log in once, for our pages and the webapps. */
class SessionsTest extends EngineOverHttp {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  @Autowired IdentityService identities;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired StrangersSessions sessions;
  @Autowired RefusalLog refusals;

  @Test
  void browserThatOpensAPage_isLedToTheLogIn_andThenToThePage() throws Exception {
    HttpResponse<String> led = page("/engine-page-that-is-not-there", NOBODY);
    assertThat(led.statusCode()).isEqualTo(302);
    assertThat(led.headers().firstValue("Location").orElseThrow()).endsWith("/login");

    page("/incidents/INC-1", NOBODY);
    HttpResponse<String> in = logIn("oncall", "demo");

    assertThat(in.statusCode()).isEqualTo(302);
    assertThat(in.headers().firstValue("Location").orElseThrow()).contains("/incidents/INC-1");
  }

  // What strangers sent was kept for each, and a stranger's name for this host was repeated.
  @Test
  void pageAskedFor_isKeptAsItsPathOnly_andNoLongOne() throws Exception {
    HttpResponse<String> led = page("/incidents/INC-1?" + "x".repeat(3000), NOBODY);
    assertThat(led.headers().firstValue("Location")).contains("/login");
    assertThat(led.headers().firstValue("Set-Cookie")).isEmpty();

    page("/incidents/INC-1?a=b", NOBODY);
    assertThat(logIn("oncall", "demo").headers().firstValue("Location"))
        .contains("/incidents/INC-1?a=b");
  }

  @Test
  void logInAtOurPage_isALogInToTasklistToo() throws Exception {
    logIn("oncall", "demo");

    assertThat(get("/camunda/api/admin/auth/user/default", NOBODY).body())
        .contains("\"userId\":\"oncall\"", "tasklist", "cockpit")
        .doesNotContain("admin\"");
    assertThat(get("/camunda/api/engine/engine/default/task", NOBODY).statusCode()).isEqualTo(200);
  }

  @Test
  void logInToTasklist_isALogInToOurPagesToo_andItsLogOutToo() throws Exception {
    logInToTasklist("oncall");
    assertThat(page("/incidents/no", NOBODY).statusCode()).isEqualTo(404);

    HttpRequest.Builder out =
        request("/camunda/api/admin/auth/user/default/logout", NOBODY)
            .header("X-XSRF-TOKEN", csrfToken())
            .POST(BodyPublishers.noBody());
    assertThat(send(out).statusCode()).isEqualTo(200);

    assertThat(page("/incidents/no", NOBODY).statusCode()).isEqualTo(302);
    assertThat(get("/camunda/api/engine/engine/default/task", NOBODY).statusCode()).isEqualTo(401);
  }

  @Test
  void programThatChangesSomethingBehindTheWebapps_isToldOfTheToken_andWhereItMay()
      throws Exception {
    HttpResponse<String> answer =
        post(
            "/camunda/api/engine/engine/default/task/x/claim", "oncall", "{\"userId\":\"oncall\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("X-XSRF-TOKEN", "/engine-rest");
  }

  @Test
  void wrongPassword_letsNobodyIn_atEitherForm() throws Exception {
    assertThat(logIn("backup", "wrong").headers().firstValue("Location").orElseThrow())
        .endsWith("/login?error");
    HttpResponse<String> again = page("/login?error", NOBODY);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).contains("Invalid credentials", "<form");
    assertThat(logIn("backup", "").headers().firstValue("Location").orElseThrow())
        .endsWith("/login?error");
    assertThat(page("/incidents/no", NOBODY).statusCode()).isEqualTo(302);
  }

  @Test
  void sessionWithoutItsToken_changesNothing_evenWithAPasswordBesides() throws Exception {
    logIn("oncall", "demo");
    String id = runtime.startProcessInstanceByKey("oneDecision").getId();
    Task task = tasks.createTaskQuery().processInstanceId(id).singleResult();

    for (String path : List.of("/changes/pause", "/engine-rest/task/" + task.getId() + "/claim")) {
      HttpRequest.Builder request =
          request(path, NOBODY)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{}"));
      HttpResponse<String> response = send(request);
      assertThat(response.statusCode()).as(path).isEqualTo(403);
      assertThat(response.body()).contains("with its token");
    }
    HttpRequest.Builder webapp =
        request("/camunda/api/engine/engine/default/task/" + task.getId() + "/claim", NOBODY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"userId\":\"oncall\"}"));
    assertThat(send(webapp).statusCode()).isEqualTo(403);
    assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee()).isNull();
  }

  @Test
  void sessionOfSomebodyWhoWasDeleted_orLeftTheGroup_isWorthNothing() throws Exception {
    User leaver = identities.newUser("leaver");
    leaver.setPassword("demo");
    identities.saveUser(leaver);
    identities.createMembership("leaver", "on-call");
    logIn("leaver", "demo");
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).isEqualTo(200);

    identities.deleteMembership("leaver", "on-call");
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).isEqualTo(403);
    assertThat(get("/camunda/api/engine/engine/default/task", NOBODY).statusCode()).isEqualTo(403);

    identities.deleteUser("leaver");
    assertThat(get("/engine-rest/version", NOBODY).statusCode()).isEqualTo(401);
  }

  @Test
  void changedPassword_endsTheSessionsThatTheOldOneBegan() throws Exception {
    User robbed = identities.newUser("robbed");
    robbed.setPassword("demo");
    identities.saveUser(robbed);
    identities.createMembership("robbed", "on-call");
    logIn("robbed", "demo");
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).isEqualTo(200);

    User changed = identities.createUserQuery().userId("robbed").singleResult();
    changed.setFirstName("Rob");
    identities.saveUser(changed);
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).as("another name").isEqualTo(200);

    changed = identities.createUserQuery().userId("robbed").singleResult();
    changed.setPassword("another password");
    identities.saveUser(changed);
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).isEqualTo(401);
    assertThat(page("/incidents/no", NOBODY).statusCode()).isEqualTo(302);
    assertThat(get("/camunda/api/engine/engine/default/task", NOBODY).statusCode()).isEqualTo(401);
    identities.deleteUser("robbed");
  }

  @Test
  void strangersWithoutEnd_keepTheNewestSessionsOnly_andNobodyIsLoggedOut() throws Exception {
    logIn("oncall", "demo");
    MockHttpSession first = new MockHttpSession();
    sessions.sessionCreated(new HttpSessionEvent(first));
    MockHttpSession person = new MockHttpSession();
    person.setAttribute(
        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, "somebody");
    sessions.sessionCreated(new HttpSessionEvent(person));
    for (int i = 0; i < 10_000; i++) {
      sessions.sessionCreated(new HttpSessionEvent(new MockHttpSession()));
    }

    assertThat(first.isInvalid()).isTrue();
    assertThat(person.isInvalid()).isFalse();
    assertThat(get("/engine-rest/task", NOBODY).statusCode()).isEqualTo(200);
  }

  @Test
  void triedPassword_isKeptWithTheUserWhoseItWasNot_andNoOtherName() throws Exception {
    logIn("backup", "wrong");
    logIn("my secret in the wrong field", "wrong");

    await()
        .untilAsserted(
            () ->
                assertThat(refusals.newest(CLOCK.instant().plusSeconds(60), 50))
                    .extracting(RefusedRequest::what)
                    .contains("as backup: POST /login", "POST /login")
                    .noneMatch(it -> it.contains("secret")));
  }

  @Test
  void sessionCookie_goesWithALinkFromElsewhere_andIsHiddenFromScripts() throws Exception {
    HttpResponse<String> page = page("/login", NOBODY);

    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("JSESSIONID", "HttpOnly", "SameSite=Lax")
        .doesNotContain("Secure");
    String ofTheWebapps =
        page("/camunda/app/tasklist/default/", NOBODY).headers().allValues("Set-Cookie").stream()
            .filter(it -> it.startsWith("JSESSIONID"))
            .findFirst()
            .orElse("SameSite");
    assertThat(ofTheWebapps.split("SameSite", -1)).as("said once").hasSize(2);
  }

  @Test
  void logIn_beginsANewSession() throws Exception {
    String before = page("/login", NOBODY).headers().firstValue("Set-Cookie").orElseThrow();
    String after = logIn("oncall", "demo").headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(id(after)).isNotEqualTo(id(before));
  }

  /** It was open for longer than a session lasts, or was made by the other node. */
  @Test
  void logInPageIsOfASessionThatIsNotHere_itLogsInAllTheSame() throws Exception {
    HttpResponse<String> in =
        HttpClient.newHttpClient()
            .send(
                request("/login", NOBODY)
                    .header("Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("username=oncall&password=demo&_csrf=stale"))
                    .build(),
                BodyHandlers.ofString());

    assertThat(in.statusCode()).isEqualTo(302);
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("JSESSIONID");
    assertThat(
            send(request("/engine-rest/task", NOBODY)
                    .header("Cookie", "JSESSIONID=" + id(cookie))
                    .GET())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void ourPages_sayWhatABrowserMayDoWithThem() throws Exception {
    HttpResponse<String> page = page("/login", NOBODY);

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void programWithBasic_getsNoSession() throws Exception {
    assertThat(get("/engine-rest/task", "oncall").headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(get("/engine-rest/task", NOBODY).headers().firstValue("Set-Cookie")).isEmpty();
  }

  private static String id(String cookie) {
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  private HttpResponse<String> page(String path, String user) throws Exception {
    return send(request(path, user).header("Accept", "text/html").GET());
  }

  private HttpResponse<String> logIn(String user, String password) throws Exception {
    Matcher token = TOKEN.matcher(page("/login", NOBODY).body());
    assertThat(token.find()).isTrue();
    return send(
        request("/login", NOBODY)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "username=%s&password=%s&_csrf=%s"
                        .formatted(
                            user,
                            password,
                            URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)))));
  }
}
