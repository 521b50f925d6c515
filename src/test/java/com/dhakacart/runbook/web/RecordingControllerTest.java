package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.history.IncidentRecordings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
    classes = RecordingControllerTest.OnlyRecordings.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class RecordingControllerTest {

  @LocalServerPort int port;

  @Test
  void knownIncident_isOfferedAsAFile_ofTheBacktest() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/recording");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("INC-1.json");
    assertThat(response.body()).isEqualTo("{\"description\":\"৳\"}");
  }

  @Test
  void redacted_isTheHarmlessOne_inAFileWithoutTheKey() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/recording?redacted");
    assertThat(response.body()).isEqualTo("{\"description\":\"name-1\"}");
    assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("redacted-recording.json")
        .doesNotContain("INC-1");
    assertThat(get("/incidents/INC-404/recording?redacted=true").statusCode()).isEqualTo(404);
  }

  // "?Redacted" handed out what is not.
  @ParameterizedTest
  @ValueSource(strings = {"Redacted", "REDACTED=true", "redact", "anonymous=1"})
  void whatIsNotQuiteRedacted_handsNothingOut(String asked) throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1/recording?" + asked);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("?redacted").doesNotContain("৳");
  }

  @Test
  void unknownIncident_isNotFound_andSaysWhereKeysStand() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-404/recording");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("There is no incident INC-404.");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @Import({RecordingController.class, NoSuchIncidentAnswers.class})
  static class OnlyRecordings {

    @Bean
    IncidentRecordings recordings() {
      return new IncidentRecordings() {
        @Override
        public Optional<String> find(String incident) {
          return Optional.of("{\"description\":\"৳\"}").filter(it -> incident.equals("INC-1"));
        }

        @Override
        public Optional<String> findRedacted(String incident) {
          return Optional.of("{\"description\":\"name-1\"}").filter(it -> incident.equals("INC-1"));
        }
      };
    }
  }
}
