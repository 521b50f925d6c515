package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What the door lets through of the form on an incident's page. There is no page behind it here, so
 * that what came through is not found.
 */
class IncidentFormTest extends EngineOverHttp {

  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final int LET_THROUGH = 404;

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
    "decision=APPROVE, 404",
    "decision=, 404",
    "decision=APPROVE&incident=INC-2, 400",
    "decision=APPROVE&approvedByEnough=true, 400",
    "decision=REJECT&decision=APPROVE, 400"
  })
  void answersThatTheTaskDeclares_areLetThrough_eachOnce(String form, int status) throws Exception {
    assertThat(send(decision("oncall", form)).statusCode()).isEqualTo(status);
  }

  @Test
  void taskThatIsDecided_isLetThrough_soThatItsPageSaysSo() throws Exception {
    HttpRequest.Builder late =
        form("/incidents/INC-1/decisions/" + task.getId() + "gone", "oncall", "whatever=1");

    assertThat(send(late).statusCode()).isEqualTo(LET_THROUGH);
  }

  @Test
  void nothingIsTakenFromTheAddress_norAsAnotherKindOfBody() throws Exception {
    assertThat(send(form(path() + "?decision=APPROVE", "oncall", "reason=seen")).statusCode())
        .isEqualTo(415);
    assertThat(
            send(request(path(), "oncall")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"decision\":\"APPROVE\"}")))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void strangersAndOtherSites_areRefused() throws Exception {
    assertThat(send(decision("stranger", "decision=APPROVE")).statusCode()).isEqualTo(403);
    assertThat(
            send(decision("oncall", "decision=APPROVE")
                    .header("Origin", "http://evil.example")
                    .header("Sec-Fetch-Site", "cross-site"))
                .statusCode())
        .isEqualTo(403);
    assertThat(send(decision(NOBODY, "decision=APPROVE")).statusCode()).isEqualTo(401);
  }

  @Test
  void sessionThatEnded_isLedToTheLogInByThePage_whichSaysThatNothingWasDecided() throws Exception {
    HttpResponse<String> withoutSession =
        send(decision(NOBODY, "decision=APPROVE").header("Accept", "text/html"));
    assertThat(withoutSession.statusCode()).isEqualTo(303);
    assertThat(withoutSession.headers().firstValue("Location")).contains("/incidents/INC-1?again");

    HttpResponse<String> asked =
        send(request("/incidents/INC-1?again", NOBODY).header("Accept", "text/html").GET());
    assertThat(asked.headers().firstValue("Location")).contains("/login");
    // the page that is being left reads itself once more, and would lead past what it has to say
    send(
        request("/incidents/INC-1", NOBODY)
            .header("Accept", "text/html")
            .header("Sec-Fetch-Dest", "empty")
            .GET());
    logIn();
    HttpResponse<String> withoutToken =
        send(decision(NOBODY, "decision=APPROVE").header("Accept", "text/html"));
    assertThat(withoutToken.statusCode()).isEqualTo(303);
    assertThat(withoutToken.headers().firstValue("Location")).contains("/incidents/INC-1?again");
  }

  /** Sessions stay on their node, and a balancer may lead anywhere. */
  @Test
  void sessionOfAnotherNode_isLedToTheLogInByThePage_too() throws Exception {
    HttpResponse<String> answer =
        send(
            decision(NOBODY, "decision=APPROVE&_csrf=of-that-session")
                .header("Accept", "text/html")
                .header("Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/incidents/INC-1?again");
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isEqualTo(1);
  }

  private HttpRequest.Builder decision(String user, String form) {
    return form(path(), user, form);
  }

  private String path() {
    return "/incidents/INC-1/decisions/" + task.getId();
  }

  private HttpRequest.Builder form(String path, String user, String form) {
    return request(path, user)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form));
  }

  private void logIn() throws Exception {
    Matcher token =
        TOKEN.matcher(send(request("/login", NOBODY).header("Accept", "text/html").GET()).body());
    assertThat(token.find()).isTrue();
    HttpResponse<String> in =
        send(
            form(
                "/login",
                NOBODY,
                "username=oncall&password=demo&_csrf="
                    + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8)));
    assertThat(in.headers().firstValue("Location").orElseThrow())
        .contains("/incidents/INC-1?again");
  }
}
