package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Behind a proxy that speaks TLS, and says so. */
@TestPropertySource(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:behind-tls;DB_CLOSE_ON_EXIT=FALSE",
      "runbook.web.url=https://runbook.example",
      "server.forward-headers-strategy=native"
    })
class SecureTransportTest extends EngineOverHttp {

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/camunda/app/tasklist/default/"})
  void everyCookie_isForTlsOnly(String path) throws Exception {
    HttpResponse<String> page = overTls(path);

    assertThat(page.headers().allValues("Set-Cookie"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("Secure", "SameSite="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/camunda/app/tasklist/default/", "/engine-rest/version"})
  void browser_isToldToStayWithTls(String path) throws Exception {
    assertThat(overTls(path).headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void logIn_isWhereThePageIs_whateverNameTheCallerGivesThisHost() throws Exception {
    HttpResponse<String> led =
        send(
            request("/incidents/INC-1", NOBODY)
                .header("Accept", "text/html")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "runbook.example")
                .GET());

    assertThat(led.headers().firstValue("Location")).contains("/login");
  }

  private HttpResponse<String> overTls(String path) throws Exception {
    return send(request(path, NOBODY).header("X-Forwarded-Proto", "https").GET());
  }
}
