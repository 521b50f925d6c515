package com.dhakacart.runbook.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.IncidentSummary.Waiting;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.process.access.Attendance;
import com.dhakacart.runbook.process.deciding.DecisionDesk;
import com.dhakacart.runbook.process.deciding.OpenDecision;
import com.dhakacart.runbook.process.deciding.Question;
import com.dhakacart.runbook.process.history.IncidentArchive;
import com.dhakacart.runbook.process.history.IncidentList;
import com.dhakacart.runbook.process.history.IncidentRevisions;
import com.dhakacart.runbook.process.history.ResponseTimes;
import com.dhakacart.runbook.report.IncidentLists;
import com.dhakacart.runbook.report.IncidentView;
import com.dhakacart.runbook.report.IncidentViews;
import com.dhakacart.runbook.report.Report;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
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
    classes = IncidentsControllerTest.OnlyTheList.class,
    webEnvironment = WebEnvironment.RANDOM_PORT)
class IncidentsControllerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired IncidentRevisions revisions;
  @Autowired DecisionDesk desk;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /incidents       | */*                             | application/json;charset=UTF-8 | ["INC-1"]
          /incidents       | text/markdown                   | text/markdown;charset=UTF-8    | INC-1
          /incidents/INC-1 | */*                             | application/json;charset=UTF-8 | "INC-1"
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

  /** What people, logs and pods said is shown, and never obeyed. */
  @Test
  void page_showsTheDecision_andRunsNothingOfWhatItQuotes() throws Exception {
    HttpResponse<String> response = get("/incidents/INC-1", "text/html,*/*;q=0.8");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).contains("text/html");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(response.body())
        .contains("waits for <b>on-call</b>", "action=\"/incidents/INC-1/decisions/t1\"")
        .contains("name=\"decision\" value=\"APPROVE\"", "data-only-for=\"REJECT\"")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "ডেটাবেস")
        .doesNotContain("<script>alert");
  }

  static Stream<Path> forms() throws IOException {
    return Files.list(Path.of("processes/shared")).filter(it -> it.toString().endsWith(".form"));
  }

  // Choose cause had its causes folded away, Improve runbook no questions, and an undo no lines.
  @ParameterizedTest
  @MethodSource("forms")
  void page_showsOfEachTask_whatItsFormShows(Path form) throws Exception {
    String name = form.getFileName().toString().replace(".form", "");
    FormText shown = FormText.of(new ObjectMapper().readTree(form.toFile()));
    when(desk.open(name)).thenReturn(List.of(decision("userTask_" + name, shown.filled())));

    String page = get("/incidents/" + name, "text/html").body();

    assertThat(page).contains(shown.marks()).contains(shown.words());
    // nobody is reminded of a take-back
    assertThat(page.contains("When nobody decides")).isEqualTo(name.equals("approveChange"));
    String beforeTheFolds = page.substring(0, page.indexOf("class=\"more\""));
    assertThat(beforeTheFolds).contains(shown.unfolded());
  }

  // Only who could decide saw it, and two tasks read as if either group might do both.
  @Test
  void page_saysToEverybodyWhoIsAtWhat_andWhoWasCalled() throws Exception {
    assertThat(get("/incidents/INC-1", "text/html").body())
        .contains("waits for <b>on-call</b>: <span>Approve change</span><b>, oncall is on it</b>")
        .contains("waits for <b>senior-engineers</b>: <span>Schedule post-mortem</span></span>")
        .contains(
            "<b>Database Team</b> <span>paged</span> <time datetime=\"2026-11-23T23:05:40Z\"");
  }

  // What was measured minutes ago stood there as if it were now.
  @Test
  void page_saysWhenItWasMeasured_andSinceWhenErrorsAre() throws Exception {
    when(desk.open("INC-2"))
        .thenReturn(
            List.of(
                decision(
                    "userTask_approveChange",
                    Map.of("happened", "24.2 %", "shownAt", "2026-11-23T23:06:03Z"))));

    assertThat(get("/incidents/INC-2", "text/html").body())
        .contains("measured at <time datetime=\"2026-11-23T23:06:03Z\"")
        .contains("errors began at <time datetime=\"2026-11-23T23:05:17Z\"");
  }

  // It was refused only after somebody had typed why.
  @Test
  void nothingIsInEffect_anUndoIsNotOffered() throws Exception {
    when(desk.open("INC-3")).thenReturn(List.of(nextStep(Map.of("inEffect", List.of()))));
    when(desk.open("INC-4")).thenReturn(List.of(nextStep(Map.of("inEffect", List.of("undo")))));

    assertThat(get("/incidents/INC-3", "text/html").body())
        .containsPattern("value=\"UNDO_CHANGE\"[^>]* disabled=")
        .contains("nothing that was changed is in effect", "<small>What each does.</small>");
    assertThat(get("/incidents/INC-4", "text/html").body())
        .contains("value=\"UNDO_CHANGE\"")
        .doesNotContain("disabled=", "nothing that was changed is in effect");
  }

  @Test
  void list_saysWhatWaitsForWhom_andHowFastPeopleAnswer_andIsFiltered() throws Exception {
    assertThat(get("/incidents", "text/html").body())
        .contains("<a href=\"/incidents/INC-1\"", "<b>on-call</b>", "Approve change", "PT2M13S")
        .contains("oncall is on it", "<b>senior-engineers</b>: <span>Schedule post-mortem</span>")
        .contains("not known");
    assertThat(get("/incidents?service=shop", "text/html").body()).contains("There is none.");
    assertThat(get("/incidents?outcome=RECOVERED", "text/html").body()).contains("There is none.");
  }

  @Test
  void openPage_isToldThatSomethingIsNew_andNothingMoreOnceItsReaderMayNot() throws Exception {
    try (Stream<String> told = events("/incidents/INC-1/events")) {
      var lines = told.filter(it -> it.startsWith("data:")).iterator();
      assertThat(lines.next()).isEqualTo("data:1");

      when(revisions.of("INC-1")).thenReturn("2");
      assertThat(lines.next()).isEqualTo("data:2");

      OnlyTheList.MAY.set(false);
      assertThat(lines.next()).isEqualTo("data:over");
      assertThat(lines.hasNext()).as("the stream has ended").isFalse();
    } finally {
      OnlyTheList.MAY.set(true);
    }
  }

  @Test
  void listeners_haveAnEnd_andSayWhenToComeAgain() throws Exception {
    Listeners listeners = new Listeners();
    try {
      for (int i = 0; i < Listeners.MOST_OF_ONE; i++) {
        listeners.add(Listeners.Topic.of("", () -> "1"), "oncall", () -> true);
      }
      assertThatThrownBy(
              () -> listeners.add(Listeners.Topic.of("", () -> "1"), "oncall", () -> true))
          .isInstanceOf(Listeners.TooManyListeners.class);
      listeners.add(Listeners.Topic.of("", () -> "1"), "senior", () -> true);
    } finally {
      listeners.stop();
    }
  }

  private Stream<String> events(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Accept", "text/event-stream")
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofLines()).body();
  }

  @ParameterizedTest
  @CsvSource({
    "/incidents/INC-404, */*, application/problem+json",
    "/incidents/INC-404, text/html, text/html;charset=UTF-8",
    "/incidents/INC-404/events, text/event-stream, application/problem+json"
  })
  void unknownIncident_isNotFound_andSaysWhereKeysAre(String path, String accept, String type)
      throws Exception {
    HttpResponse<String> response = get(path, accept);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
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

  private static OpenDecision decision(String key, Map<String, Object> briefing) {
    return new OpenDecision(
        "t1",
        key,
        "Approve change",
        Instant.EPOCH,
        Set.of("on-call"),
        null,
        briefing,
        List.of(
            new Question(
                "decision",
                Question.Kind.CHOICE,
                "Decision",
                "",
                List.of(new Question.Option("APPROVE", "Approve")),
                true,
                ""),
            new Question("cause", Question.Kind.LIST, "Which?", "", List.of(), false, "REJECT")),
        true);
  }

  private static OpenDecision nextStep(Map<String, Object> briefing) {
    return new OpenDecision(
        "t1",
        "userTask_decideNextStep",
        "Decide next step",
        Instant.EPOCH,
        Set.of("on-call"),
        null,
        briefing,
        List.of(
            new Question(
                "decision",
                Question.Kind.CHOICE,
                "Decision",
                "What each does.",
                List.of(new Question.Option("UNDO_CHANGE", "Undo the change")),
                true,
                "")),
        true);
  }

  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    ThymeleafAutoConfiguration.class
  })
  @Import({
    IncidentsController.class,
    IncidentPages.class,
    LiveController.class,
    Listeners.class,
    NoSuchIncidentAnswers.class
  })
  static class OnlyTheList {

    private static final IncidentSummary INCIDENT =
        new IncidentSummary(
            "INC-1",
            "dhakacart-backend",
            "DhakaCartHighErrorRate",
            Instant.EPOCH,
            null,
            "waits for a person: Approve change",
            Instant.EPOCH.plusSeconds(5),
            List.of("on-call", "senior-engineers"),
            List.of(
                new Waiting("Approve change", List.of("on-call"), "oncall"),
                new Waiting("Schedule post-mortem", List.of("senior-engineers"), null)),
            null,
            null,
            Map.of());

    static final AtomicBoolean MAY = new AtomicBoolean(true);

    private static final IncidentView VIEW =
        new IncidentView(
            "INC-1",
            "<script>alert(1)</script>",
            "",
            Instant.EPOCH,
            List.of(),
            Instant.parse("2026-11-23T23:05:17Z"),
            List.of(
                new IncidentView.Paged(
                    "Database Team", Instant.parse("2026-11-23T23:05:40Z"), true)),
            new IncidentView.Picture("", ""),
            Map.of(),
            List.of(),
            List.of(),
            Map.of());

    @Bean
    IncidentList incidents() {
      return new IncidentList() {
        @Override
        public List<IncidentSummary> newest(int most) {
          return List.of(INCIDENT);
        }

        @Override
        public List<IncidentSummary> openFirst(
            Optional<String> service, Optional<Outcome> outcome, int most) {
          return service.isPresent() || outcome.isPresent() ? List.of() : List.of(INCIDENT);
        }

        @Override
        public List<String> services() {
          return List.of("dhakacart-backend");
        }

        @Override
        public ResponseTimes responseTimes(Instant since) {
          return new ResponseTimes(1, Optional.of(Duration.ofSeconds(133)), Optional.empty());
        }

        @Override
        public Optional<IncidentSummary> find(String key) {
          return Optional.of(INCIDENT).filter(it -> !key.equals("INC-404"));
        }
      };
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    IncidentRevisions revisions() {
      IncidentRevisions revisions = mock(IncidentRevisions.class);
      when(revisions.of("INC-1")).thenReturn("1");
      when(revisions.ofAll()).thenReturn("all");
      return revisions;
    }

    @Bean
    Attendance attendance() {
      Attendance attendance = mock(Attendance.class);
      when(attendance.who()).thenReturn("oncall");
      when(attendance.of(any())).thenReturn(MAY::get);
      return attendance;
    }

    @Bean
    IncidentArchive archive() {
      IncidentArchive archive = mock(IncidentArchive.class);
      when(archive.find(any())).thenReturn(Optional.of(mock(IncidentHistory.class)));
      return archive;
    }

    @Bean
    IncidentViews views() {
      return new IncidentViews() {
        @Override
        public IncidentView of(IncidentHistory history, Instant now) {
          return VIEW;
        }

        @Override
        public String outcome(Outcome outcome) {
          return outcome == null ? "open" : outcome.name();
        }

        @Override
        public String time(Duration time) {
          return time.toString();
        }
      };
    }

    @Bean
    DecisionDesk desk() {
      DecisionDesk desk = mock(DecisionDesk.class);
      when(desk.open("INC-1"))
          .thenReturn(
              List.of(
                  decision(
                      "userTask_approveChange",
                      Map.of("summary", "ডেটাবেস <script>alert(1)</script>"))));
      return desk;
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
