package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a password has to be wherever one is set, and what one is worth. */
class PasswordsTest extends EngineOverHttp {

  private static final String SENTENCE =
      "This password is too short; choose one of at least 4 characters";

  @Autowired IdentityService identities;
  @Autowired JdbcTemplate jdbc;

  @AfterEach
  void forgetTheNewcomer() {
    identities.deleteUser("newcomer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "abc"})
  void newUserWithAShortPassword_isRefused_andTheRuleIsSaid(String password) throws Exception {
    HttpResponse<String> response = create("newcomer", password);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(SENTENCE);
    assertThat(identities.createUserQuery().userId("newcomer").count()).isZero();
  }

  // The records call the machines so, and people read names.
  @ParameterizedTest
  @ValueSource(strings = {"alertmanager", "Prometheus", "RUNBOOK", "nobody", "OnCall", "ADMIN"})
  void newUserWhoWouldBeTakenForAnother_isRefused(String id) throws Exception {
    HttpResponse<String> response = create(id, "long enough");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("choose another id");
    assertThat(identities.createUserQuery().userId(id).count()).isZero();
  }

  @Test
  void passwordChangedToAShortOne_isRefused_andTheOldOneStays() throws Exception {
    create("newcomer", "demo");

    HttpResponse<String> response =
        send(
            request("/engine-rest/user/newcomer/credentials", "admin")
                .header("Content-Type", "application/json")
                .PUT(
                    BodyPublishers.ofString(
                        "{\"password\":\"\",\"authenticatedUserPassword\":\"demo\"}")));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(SENTENCE);
    // known, and in no group
    assertThat(get("/engine-rest/version", "newcomer").statusCode()).isEqualTo(200);
  }

  @Test
  void adminWebapp_canShowTheRule() throws Exception {
    HttpResponse<String> response = get("/engine-rest/identity/password-policy", "admin");

    assertThat(response.body())
        .isEqualTo(
            "{\"rules\":[{\"placeholder\":\"PASSWORD_POLICY_LENGTH\",\"parameter\":{\"minLength\":\"4\"}}]}");
  }

  @Test
  void emptyPassword_logsNobodyIn_alsoWhereAnOlderVersionHasStoredOne() throws Exception {
    create("newcomer", "demo");
    jdbc.update(
        "update ACT_ID_USER set PWD_ = (select '{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk='), SALT_ = '' where ID_ = 'newcomer'");

    assertThat(status("newcomer", "")).isEqualTo(401);
  }

  @Test
  void userWithoutAPassword_isNotLetIn_whateverIsTried() throws Exception {
    post("/engine-rest/user/create", "admin", "{\"profile\":{\"id\":\"newcomer\"}}");

    assertThat(status("newcomer", "")).isEqualTo(401);
    assertThat(status("newcomer", "null")).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"oncall", "admin"})
  void wrongPasswords_lockNobodyOut(String user) throws Exception {
    for (int i = 0; i < 12; i++) {
      assertThat(status(user, "wrong")).isEqualTo(401);
    }

    assertThat(status(user, "demo")).isEqualTo(200);
  }

  @Test
  void wrongPassword_slowsDownTheNextTry_alsoARightOne_andSaysForHowLong() throws Exception {
    assertThat(status("senior", "wrong")).isEqualTo(401);

    HttpResponse<String> tooSoon = get("/engine-rest/task", "senior");

    assertThat(tooSoon.statusCode()).isEqualTo(429);
    assertThat(tooSoon.headers().firstValue("Retry-After")).contains("1");
    assertThat(tooSoon.body()).contains("Too many wrong passwords; try again in 1 s");
    assertThat(status("senior", "demo")).isEqualTo(200);
  }

  private HttpResponse<String> create(String user, String password) throws Exception {
    return post(
        "/engine-rest/user/create",
        "admin",
        "{\"profile\":{\"id\":\"%s\"},\"credentials\":{\"password\":\"%s\"}}"
            .formatted(user, password));
  }

  private int status(String user, String password) throws Exception {
    CLOCK.forward(Duration.ofMinutes(1));
    return send(request("/engine-rest/task", NOBODY).header("Authorization", basic(user, password)))
        .statusCode();
  }
}
