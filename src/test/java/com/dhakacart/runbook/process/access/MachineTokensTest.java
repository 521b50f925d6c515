package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Alertmanager and Prometheus, each by a token from a file; nobody takes alerts behind this door.
 */
class MachineTokensTest extends EngineOverHttp {

  private static final Path TOKEN = file();

  @DynamicPropertySource
  static void tokens(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", () -> "jdbc:h2:mem:machines;DB_CLOSE_ON_EXIT=FALSE");
    registry.add("runbook.alerting.token-file", TOKEN::toString);
    registry.add("runbook.scraping.token", () -> "scrape-me");
  }

  @AfterEach
  void before() throws IOException {
    Files.writeString(TOKEN, "let-me-in\n");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"Bearer wrong", "Bearer let-me-in-too", "Bearer", "let-me-in"})
  void alertWithoutItsToken_isRefused(String authorization) throws Exception {
    HttpResponse<String> response = alert(authorization);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .isEqualTo("Bearer realm=\"alerts\"");
    assertThat(response.body()).contains("runbook.alerting.token");
  }

  @Test
  void alertAsAnotherMachine_orAsAPerson_isRefused() throws Exception {
    assertThat(alert("Bearer scrape-me").statusCode()).isEqualTo(403);
    assertThat(alert(basic("admin", "demo")).statusCode()).isEqualTo(403);
    assertThat(alert("Basic let-me-in").statusCode()).isEqualTo(401);
  }

  // It was a 500 for whoever sent any token, at the probes as well.
  @Test
  void fileOfTheTokenIsGone_nobodyIsLetIn_andItIsSaid() throws Exception {
    Files.delete(TOKEN);

    HttpResponse<String> response = alert("Bearer let-me-in");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("cannot be read");
    HttpRequest.Builder health =
        request("/actuator/health", NOBODY).header("Authorization", "Bearer let-me-in").GET();
    assertThat(send(health).statusCode()).isEqualTo(200);
    HttpRequest.Builder tasks =
        request("/engine-rest/task", NOBODY).header("Authorization", "Bearer let-me-in").GET();
    assertThat(send(tasks).statusCode()).isEqualTo(401);
  }

  @Test
  void alertWithItsToken_isLetThrough() throws Exception {
    assertThat(alert("Bearer let-me-in").statusCode()).isEqualTo(404);
    assertThat(alert("bearer let-me-in").statusCode()).isEqualTo(404);
  }

  @Test
  void newTokenInTheFile_countsAtOnce_andTheOldOneNoLonger() throws Exception {
    Files.writeString(TOKEN, "changed");

    assertThat(alert("Bearer changed").statusCode()).isEqualTo(404);
    assertThat(alert("Bearer let-me-in").statusCode()).isEqualTo(401);
  }

  @Test
  void emptiedFile_letsNobodyIn() throws Exception {
    Files.writeString(TOKEN, "");

    assertThat(alert("Bearer ").statusCode()).isEqualTo(401);
    assertThat(alert("Bearer let-me-in").statusCode()).isEqualTo(401);
  }

  @Test
  void scrape_needsItsOwnToken() throws Exception {
    assertThat(get("/actuator/prometheus", NOBODY).statusCode()).isEqualTo(401);
    assertThat(scrape("Bearer let-me-in").statusCode()).isEqualTo(403);
    assertThat(scrape("Bearer scrape-me").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health", NOBODY).statusCode()).isEqualTo(200);
  }

  @Test
  void machine_isNobodyElsewhere() throws Exception {
    HttpRequest.Builder request =
        request("/engine-rest/task", NOBODY).header("Authorization", "Bearer let-me-in");

    assertThat(send(request).statusCode()).isIn(401, 403);
  }

  private HttpResponse<String> alert(String authorization) throws Exception {
    HttpRequest.Builder request =
        request("/alerts", NOBODY)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    return send(authorization == null ? request : request.header("Authorization", authorization));
  }

  private HttpResponse<String> scrape(String authorization) throws Exception {
    return send(
        request("/actuator/prometheus", NOBODY).header("Authorization", authorization).GET());
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("alerts", ".token");
      file.toFile().deleteOnExit();
      return Files.writeString(file, "let-me-in\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
