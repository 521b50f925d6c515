package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.RefusedRequest;
import com.dhakacart.runbook.process.access.NotAnOperator;
import com.dhakacart.runbook.process.access.Operators;
import com.dhakacart.runbook.process.ledger.RefusalLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

@SpringBootTest(
    classes = AuditControllerTest.OnlyTheAuditLog.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class AuditControllerTest {

  private static final Instant AT = Instant.parse("2026-11-24T07:00:00Z");

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired RefusalLog refusals;
  @Autowired Operators operators;

  @BeforeEach
  void administratorAsks() {
    reset(refusals, operators);
    when(operators.administrator()).thenReturn("admin");
    when(refusals.newest(any(), anyInt()))
        .thenReturn(
            List.of(
                new RefusedRequest(
                    AT, AT, 1, "oncall", "192.0.2.7", "POST /x", "may not", 403, "INC-1")));
  }

  @Test
  void administrator_readsTheNewest_asJson() throws Exception {
    HttpResponse<String> response = get("");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.body())
        .isEqualTo(
            "[{\"firstAt\":\"2026-11-24T07:00:00Z\",\"lastAt\":\"2026-11-24T07:00:00Z\",\"times\":1,"
                + "\"who\":\"oncall\",\"from\":\"192.0.2.7\",\"what\":\"POST /x\",\"why\":\"may not\","
                + "\"status\":403,\"incident\":\"INC-1\"}]");
    verify(refusals).newest(Instant.parse("9999-01-01T00:00:00Z"), 200);
  }

  @Test
  void more_isReadFromWhereTheLastAnswerEnded() throws Exception {
    assertThat(get("?most=1000&before=2026-11-24T07:00:00Z").statusCode()).isEqualTo(200);

    verify(refusals).newest(AT, 1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?most=0", "?most=1001", "?most=-1", "?most=x", "?before=yesterday"})
  void whatCannotBeAnswered_isRefused(String query) throws Exception {
    assertThat(get(query).statusCode()).isEqualTo(400);
    verify(refusals, never()).newest(any(), anyInt());
  }

  @Test
  void whoIsNoAdministrator_readsNothing() throws Exception {
    NotAnOperator refusal = mock(NotAnOperator.class);
    when(refusal.getMessage()).thenReturn("This is for administrators; ask one of them");
    when(operators.administrator()).thenThrow(refusal);

    HttpResponse<String> response = get("");

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("This is for administrators");
    verify(refusals, never()).newest(any(), anyInt());
  }

  private HttpResponse<String> get(String query) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/audit/refusals" + query))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @Import(AuditController.class)
  static class OnlyTheAuditLog {

    @Bean
    RefusalLog refusalLog() {
      return mock(RefusalLog.class);
    }

    @Bean
    Operators operators() {
      return mock(Operators.class);
    }
  }
}
