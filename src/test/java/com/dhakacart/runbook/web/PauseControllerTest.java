package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.process.DecisionRefused;
import com.dhakacart.runbook.process.access.NotAnOperator;
import com.dhakacart.runbook.process.access.Operators;
import com.dhakacart.runbook.process.ledger.ChangePause;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The switch over HTTP; who may turn it, and what it does, is tried with what is behind it. */
@SpringBootTest(
    classes = PauseControllerTest.OnlyThePause.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class PauseControllerTest {

  private static final ChangePause.State PAUSED =
      new ChangePause.State(
          true, "oncall", Instant.parse("2026-11-24T07:00:00Z"), "the database moves");

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired ChangePause pause;
  @Autowired Operators operators;

  @BeforeEach
  void oncallAsks() {
    reset(pause, operators);
    when(operators.current()).thenReturn("oncall");
    when(pause.pause(any(), any())).thenReturn(PAUSED);
    when(pause.state()).thenReturn(PAUSED);
  }

  @Test
  void pause_isKeptUnderTheNameOfWhoAsks_withItsReason() throws Exception {
    HttpResponse<String> response =
        post("application/json", "{\"reason\": \" the database moves \"}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"paused\":true,\"by\":\"oncall\",\"since\":\"2026-11-24T07:00:00Z\",\"reason\":\"the database moves\"}");
    verify(pause).pause("oncall", "the database moves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"reason\":null}"})
  void reason_mayBeLeftOut(String body) throws Exception {
    assertThat(post("application/json", body).statusCode()).isEqualTo(200);
    verify(pause).pause("oncall", "");
  }

  // A form or a script of another origin can send these with the login that a browser has stored.
  @ParameterizedTest
  @CsvSource({
    "text/plain,{}",
    "text/plain,''",
    "application/x-www-form-urlencoded,''",
    "application/x-www-form-urlencoded,reason=x"
  })
  void whatAnyPageCouldSend_isRefused(String contentType, String body) throws Exception {
    HttpResponse<String> response = post(contentType, body);

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains("Content-Type: application/json");
    verify(pause, never()).pause(any(), any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"reason\": {}}"})
  void otherJson_isRefused_andSaysWhatToSend(String body) throws Exception {
    HttpResponse<String> response = post("application/json", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("reason");
    verify(pause, never()).pause(any(), any());
  }

  @Test
  void reasonTooLongToKeep_isRefused() throws Exception {
    when(pause.pause("oncall", "long")).thenThrow(new DecisionRefused("shorten it to 4000"));

    HttpResponse<String> response = post("application/json", "{\"reason\":\"long\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("shorten it to 4000");
  }

  @Test
  void pauseIsEnded_byWhoAsks() throws Exception {
    when(pause.resume("oncall")).thenReturn(new ChangePause.State(false, "oncall", null, ""));

    HttpResponse<String> response = send(request().DELETE());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"paused\":false");
  }

  @Test
  void state_isReadByAnyUser() throws Exception {
    when(operators.current()).thenThrow(mock(NotAnOperator.class));

    assertThat(send(request().GET()).body()).contains("\"paused\":true");
  }

  @Test
  void userOfAnotherGroup_mayNeitherPauseNorEndIt() throws Exception {
    NotAnOperator refusal = mock(NotAnOperator.class);
    when(refusal.getMessage()).thenReturn("Only on-call may do this; ask them");
    when(operators.current()).thenThrow(refusal);

    assertThat(post("application/json", "{}").statusCode()).isEqualTo(403);
    assertThat(send(request().DELETE()).body()).contains("Only on-call may do this; ask them");
    verify(pause, never()).pause(any(), any());
    verify(pause, never()).resume(any());
  }

  private HttpResponse<String> post(String contentType, String body) throws Exception {
    return send(request().header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/changes/pause"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @Import(PauseController.class)
  static class OnlyThePause {

    @Bean
    ChangePause changePause() {
      return mock(ChangePause.class);
    }

    @Bean
    Operators operators() {
      return mock(Operators.class);
    }
  }
}
