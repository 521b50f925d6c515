package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.report.IncidentLists;
import com.dhakacart.runbook.report.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    classes = IncidentsControllerTest.OnlyTheList.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class IncidentsControllerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort int port;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /incidents       | */*                             | application/json;charset=UTF-8 | ["INC-1"]
          /incidents       | text/html,*/*;q=0.8             | text/html;charset=UTF-8        | <p>INC-1</p>
          /incidents       | text/markdown                   | text/markdown;charset=UTF-8    | INC-1
          /incidents/INC-1 | */*                             | application/json;charset=UTF-8 | "INC-1"
          /incidents/INC-1 | text/html,*/*;q=0.8             | text/html;charset=UTF-8        | <b>INC-1</b>
          """)
  void incidents_areListedInTheFormAskedFor(String path, String accept, String type, String body)
      throws Exception {
    HttpResponse<String> response = get(path, accept);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'");
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void unknownIncident_isNotFound_andSaysWhereKeysAre() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-404", "*/*");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("There is no incident INC-404.", "GET /incidents lists");
  }

  @Test
  void otherForm_isNotAcceptable() throws Exception {
    assertThat(get("/incidents", "application/pdf").statusCode()).isEqualTo(406);
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Accept", accept)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @Import(IncidentsController.class)
  static class OnlyTheList {

    private static final IncidentSummary INCIDENT =
        new IncidentSummary(
            "INC-1",
            "dhakacart-backend",
            "DhakaCartHighErrorRate",
            Instant.EPOCH,
            null,
            null,
            null,
            null,
            Map.of());

    @Bean
    IncidentList incidents() {
      return new IncidentList() {
        @Override
        public List<IncidentSummary> newest(int most) {
          return List.of(INCIDENT);
        }

        @Override
        public Optional<IncidentSummary> find(String key) {
          return Optional.of(INCIDENT).filter(it -> it.key().equals(key));
        }
      };
    }

    @Bean
    IncidentLists lists() {
      return new IncidentLists() {
        @Override
        public Report of(List<IncidentSummary> newestFirst) {
          String key = newestFirst.get(0).key();
          return new Report(key, "<p>" + key + "</p>", "[\"" + key + "\"]");
        }

        @Override
        public Report of(IncidentSummary incident) {
          String key = incident.key();
          return new Report(key, "<b>" + key + "</b>", "\"" + key + "\"");
        }
      };
    }
  }
}
