package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What somebody found who tried the door from outside, without the code at hand. */
class FromOutsideTest extends EngineOverHttp {

  @Autowired IdentityService identities;

  // Admin's "Add to a group" sends the group's id along.
  @Test
  void membershipAsAdminSendsIt_isTaken() throws Exception {
    HttpRequest.Builder add =
        request("/engine-rest/group/database-team/members/backup", "admin")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"id\":\"database-team\"}"));
    try {
      assertThat(send(add).statusCode()).isEqualTo(204);
    } finally {
      identities.deleteMembership("backup", "database-team");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/task null",
        "/task {\"sorting\":[null]}",
        "/task {\"orQueries\":[null]}",
        "/task/count {\"processVariables\":[null]}",
        "/task {\"assigneeIn\":[null]}",
        "/history/process-instance null",
        "/job []"
      })
  void searchOfAnotherShape_isRefusedInWords(String path, String body) throws Exception {
    HttpResponse<String> response = post("/engine-rest" + path, "oncall", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"type\":\"Refused\"");
  }

  // Somebody else decided a moment ago: it was a 500 with a stack trace.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/task/nope/variables",
        "/task/nope/variables/x",
        "/task/nope/localVariables",
        "/task/nope/deployed-form",
        "/process-definition/nope/statistics",
        "/process-instance/nope/variables",
        "/execution/nope/localVariables"
      })
  void whatIsGone_isNotThere(String path) throws Exception {
    HttpResponse<String> response = get("/engine-rest" + path, "oncall");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("is not there, or no longer");
  }

  // It was a 500: the webapps look for an engine of that name.
  @ParameterizedTest
  @ValueSource(strings = {"/camunda/app/admin/nosuchengine/", "/camunda/app/nosuchapp/default/"})
  void pageOfNoEngine_isNotOffered(String path) throws Exception {
    assertThat(get(path, "oncall").statusCode()).isEqualTo(403);
  }

  @Test
  void remarkWithoutEnd_isRefused() throws Exception {
    String remark = "{\"message\":\"%s\"}";

    assertThat(
            post(
                    "/engine-rest/task/nope/comment/create",
                    "oncall",
                    remark.formatted("x".repeat(4001)))
                .statusCode())
        .isEqualTo(400);
    assertThat(
            post(
                    "/engine-rest/task/nope/comment/create",
                    "oncall",
                    remark.formatted("x".repeat(4000)))
                .body())
        .doesNotContain("characters at most");
  }

  // Admin answered with a bare error page, the others with JSON.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /camunda/app/admin/default/     | your groups do not include one that may use it
          /audit/refusals                 | This is for administrators; ask one of them
          /camunda/app/nosuchapp/default/ | is not offered here: what may be asked for is listed in README
          """)
  void pageThatIsNotForThem_saysWhyInABrowser(String path, String sentence) throws Exception {
    logInToTasklist("oncall");

    HttpResponse<String> page = send(request(path, NOBODY).header("Accept", "text/html").GET());

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains(sentence, "<h1>403 Forbidden</h1>", "href=\"/incidents\"");
  }

  @Test
  void pageOfErrors_isForErrorsOnly() throws Exception {
    assertThat(get("/error", NOBODY).statusCode()).isEqualTo(401);
  }

  // A name of a stranger's leads here, and the stranger's page says that it comes from that name.
  @Test
  void pageOfAStrangersNameThatLeadsHere_changesNothing() throws Exception {
    String answer =
        raw(
            "POST /changes/pause HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n"
                + "Sec-Fetch-Site: same-origin\r\nConnection: close\r\nAuthorization: "
                + basic("oncall", "demo")
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(answer).startsWith("HTTP/1.1 403").contains("A page of another site");
  }

  private String raw(String request) throws Exception {
    try (java.net.Socket socket = new java.net.Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return new String(
          socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
