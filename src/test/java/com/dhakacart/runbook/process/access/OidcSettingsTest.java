package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A provider whose people may be local users, with names of its own for the groups. */
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:oidc-settings;DB_CLOSE_ON_EXIT=FALSE",
      "spring.security.oauth2.client.registration.runbook.client-id=runbook",
      "spring.security.oauth2.client.registration.runbook.client-secret=runbook-secret",
      "spring.security.oauth2.client.registration.runbook.scope=openid,profile",
      "spring.security.oauth2.client.provider.runbook.user-name-attribute=sub",
      "runbook.oidc.may-be-local-users=true",
      "runbook.oidc.groups-claim=realm_access.roles",
      "runbook.oidc.groups[/sre/night]=on-call",
      "runbook.oidc.log-in-again-after=3s"
    })
class OidcSettingsTest extends EngineOverHttp {

  private static Provider provider;

  private Browser browser;

  /** Spelt out: whoever starts the runbook need not have the provider at hand. */
  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    provider = Provider.start();
    Map.of(
            "authorization-uri", "/oauth2/authorize",
            "token-uri", "/oauth2/token",
            "jwk-set-uri", "/oauth2/jwks",
            "user-info-uri", "/userinfo")
        .forEach(
            (setting, path) ->
                registry.add(
                    "spring.security.oauth2.client.provider.runbook." + setting,
                    () -> provider.issuer() + path));
    registry.add("runbook.oidc.issuer", provider::issuer);
    registry.add(
        "spring.security.oauth2.client.registration.runbook.authorization-grant-type",
        () -> "authorization_code");
    registry.add(
        "spring.security.oauth2.client.registration.runbook.redirect-uri",
        () -> "{baseUrl}/login/oauth2/code/{registrationId}");
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
  void personWithTheIdOfALocalUser_isThatUser_withTheGroupsOfTheEngine() throws Exception {
    browser.logIn("Oncall");

    assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
        .contains("\"userId\":\"oncall\"", "tasklist");
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(200);
  }

  @Test
  void personWithTheIdOfAnAdministrator_isNone() throws Exception {
    browser.logIn("admin");

    assertThat(browser.get("/engine-rest/version").statusCode()).isEqualTo(200);
    assertThat(browser.get("/audit/refusals").statusCode()).isEqualTo(403);
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(403);
  }

  @Test
  void groupOfAnotherName_isTheOneThatTheSettingsSay_andNoOther() throws Exception {
    browser.logIn("mapped");
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(200);

    Browser other = new Browser(port);
    other.logIn("lead");
    assertThat(other.get("/engine-rest/task").statusCode()).isEqualTo(403);
  }

  @Test
  void afterAWhile_theProviderIsAskedAgain_howeverBusyTheSessionIs() throws Exception {
    browser.logIn("mapped");
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(200);

    CLOCK.forward(Duration.ofHours(13));
    assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(401);
    assertThat(browser.open("/camunda/app/tasklist/default/").uri().getPath()).isEqualTo("/login");
  }
}
