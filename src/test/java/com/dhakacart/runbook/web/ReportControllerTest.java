package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.report.Report;
import com.dhakacart.runbook.report.ReportArchive;
import com.dhakacart.runbook.report.Reports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootTest(
    classes = ReportControllerTest.OnlyReports.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class ReportControllerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort int port;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/html                                            | text/html;charset=UTF-8        | <h1>৳ INC-1</h1>
          text/markdown                                        | text/markdown;charset=UTF-8    | # ৳ INC-1
          application/json                                     | application/json;charset=UTF-8 | {"key":"৳ INC-1"}
          */*                                                  | text/html;charset=UTF-8        | <h1>৳ INC-1</h1>
          text/html,application/xml;q=0.9,*/*;q=0.8            | text/html;charset=UTF-8        | <h1>৳ INC-1</h1>
          text/html;q=0.5, application/json                    | application/json;charset=UTF-8 | {"key":"৳ INC-1"}
          application/*                                        | application/json;charset=UTF-8 | {"key":"৳ INC-1"}
          """)
  void knownIncident_isReportedInTheFormAskedFor(String accept, String type, String body)
      throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/report", accept);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void incidentThatTheHistoryHasForgotten_isReportedAsItWasKept() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-OLD/report", "text/markdown");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("# as it was kept");
  }

  @Test
  void callerWhoDoesNotMind_getsThePage() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/report", null);

    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
  }

  @Test
  void page_mayRunNothingAndIsNotKept() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/report", "text/html");

    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("script-src");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "text/markdown", "*/*"})
  void unknownIncident_isNotFoundAndSaysSo(String accept) throws Exception {
    HttpResponse<String> response = get("/incidents/INC-404/report", accept);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("There is no incident INC-404.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INC_1", "INC.1", "%3Cscript%3E", "..%2fINC-1"})
  void whatIsNoKey_isNotFound(String key) throws Exception {
    assertThat(get("/incidents/" + key + "/report", "text/html").statusCode()).isBetween(400, 404);
  }

  @Test
  void otherForm_isNotAcceptable() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/report", "application/pdf");

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body()).contains("text/html, text/markdown or application/json");
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (accept != null) {
      request.header("Accept", accept);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ThymeleafAutoConfiguration.class
  })
  @Import({ReportController.class, NoSuchIncidentAnswers.class})
  static class OnlyReports {

    @Bean
    IncidentArchive archive() {
      return key -> key.equals("INC-1") ? Optional.of(justOpened(key)) : Optional.empty();
    }

    @Bean
    ReportArchive kept() {
      return new ReportArchive() {
        @Override
        public String keep(String incident, Report report) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Report> find(String incident) {
          return incident.equals("INC-OLD")
              ? Optional.of(new Report("# as it was kept", "", ""))
              : Optional.empty();
        }
      };
    }

    @Bean
    Reports reports() {
      return history -> {
        String key = "৳ " + history.incident().key();
        return new Report("# " + key, "<h1>" + key + "</h1>", "{\"key\":\"" + key + "\"}");
      };
    }

    private static IncidentHistory justOpened(String key) {
      return new IncidentHistory(
          new Incident(key, null, "DhakaCartHighErrorRate", Instant.EPOCH),
          List.of(),
          List.of(),
          null,
          null,
          List.of(),
          null,
          List.of(),
          List.of(),
          List.of(),
          null,
          null,
          null,
          null,
          null,
          null,
          0.05,
          null,
          null,
          Map.of(),
          List.of(),
          List.of());
    }
  }
}
