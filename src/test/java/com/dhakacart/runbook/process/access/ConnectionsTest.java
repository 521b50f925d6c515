package com.dhakacart.runbook.process.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.process.access.connections.ReadBody;
import com.dhakacart.runbook.process.intake.AlertDesk;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Nobody who sends or reads slowly keeps others from being answered. */
@Import(ConnectionsTest.Alerting.class)
@TestPropertySource(
    properties = {
      "runbook.probes.port=0",
      "runbook.probes.address=127.0.0.1",
      "runbook.connections.body-within=3s",
      "runbook.connections.answer-within=3s",
      "runbook.connections.hurried-within=1s",
      "runbook.connections.max-body=64KB",
      "runbook.alerting.max-payload=16KB",
      "spring.datasource.hikari.maximum-pool-size=5",
      "spring.datasource.hikari.connection-timeout=8000",
      "management.endpoint.health.probes.enabled=true",
      "server.tomcat.connection-timeout=10s"
    })
class ConnectionsTest extends EngineOverHttp {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final HttpClient others =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  @Autowired ServletWebServerApplicationContext application;
  @Autowired DataSource database;
  @Autowired MeterRegistry meters;

  static Stream<Arguments> slow() {
    String anybody =
        "POST /alerts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    String user =
        "POST /engine-rest/task HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: "
            + basic("oncall", "demo")
            + "\r\n";
    return Stream.of(
        Arguments.of("nobody, a body", 210, anybody + "Content-Length: 5000\r\n\r\n{", " "),
        Arguments.of("nobody, a body", 400, anybody + "Content-Length: 5000\r\n\r\n{", " "),
        Arguments.of(
            "nobody, a body that does not begin", 400, anybody + "Content-Length: 9\r\n\r\n", ""),
        Arguments.of("on-call, a body", 210, user + "Content-Length: 5000\r\n\r\n{", " "),
        Arguments.of("on-call, a body", 400, user + "Content-Length: 5000\r\n\r\n{", " "),
        Arguments.of(
            "nobody, a chunk's size", 210, anybody + "Transfer-Encoding: chunked\r\n\r\n1;", "x"),
        Arguments.of(
            "nobody, chunks", 210, anybody + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
        Arguments.of(
            "nobody, a body that is too large",
            210,
            anybody + "Content-Length: 50000000\r\n\r\n{",
            " "),
        Arguments.of(
            "nobody, the body of a question",
            210,
            "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n",
            "x"));
  }

  // They held every thread for as long as they liked.
  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("slow")
  void slowBodies_areCutOff_andOthersAreAnswered(
      String who, int count, String beginning, String each) throws Exception {
    try (SlowCallers slow = SlowCallers.sending(port, count, beginning, each)) {
      everybodyElseIsAnswered();
      await().atMost(PATIENCE).until(() -> slow.cutOff() == count);
    }
    assertThat(meters.counter("runbook.connections.cut.off").count()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {210, 1000})
  void slowHeaders_holdNoThread(int count) throws Exception {
    try (SlowCallers slow =
        SlowCallers.sending(port, count, "GET /actuator/health HTTP/1.1\r\nX-Slow: ", "x")) {
      everybodyElseIsAnswered();
    }
  }

  @Test
  void idleConnections_holdNoThread() throws Exception {
    try (SlowCallers idle =
        SlowCallers.sending(
            port, 400, "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n", "")) {
      everybodyElseIsAnswered();
    }
  }

  // Static files of the webapps are as large, and need no login.
  @Test
  void slowReaders_areCutOff_andOthersAreAnswered() throws Exception {
    try (SlowCallers slow =
        SlowCallers.reading(port, 210, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      everybodyElseIsAnswered();
    }
    HttpResponse<String> whole = ask(port, "/large");
    assertThat(whole.body()).hasSize(Alerting.LARGE);
  }

  private void everybodyElseIsAnswered() throws Exception {
    assertThat(ask(probes(), "/actuator/health/liveness").statusCode()).isEqualTo(200);
    assertThat(ask(probes(), "/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(ask(port, "/actuator/health/liveness").statusCode()).isEqualTo(200);
    assertThat(ask(port, "/actuator/prometheus").statusCode()).isEqualTo(200);
    assertThat(
            others
                .send(
                    to(port, "/engine-rest/task")
                        .header("Authorization", basic("oncall", "demo"))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
    HttpResponse<String> alert =
        others.send(
            to(port, "/alerts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ALERT))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(alert.body()).contains("STARTED");
  }

  private static final String ALERT =
      """
      {"version":"4","alerts":[{"status":"firing","fingerprint":"a","startsAt":"2026-01-31T12:00:00Z",
        "labels":{"alertname":"A"}}]}""";

  // ---- one slow caller

  @Test
  void bodyComesTooSlowly_isToldSo() throws Exception {
    String answer = raw("POST /alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{");

    assertThat(answer).startsWith("HTTP/1.1 408").contains("Connection: close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 50\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}"})
  void bodyEndsBeforeItsEnd_isRefused(String rest) throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(
              ("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + rest)
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void bodyIsLargerThanTheLimitOfItsPath_isTooLarge_alsoWhereItDoesNotSay() throws Exception {
    String large = "x".repeat(17_000);
    assertThat(post("/alerts", NOBODY, large).statusCode()).isEqualTo(413);
    assertThat(post("/alerts", NOBODY, large).body()).contains("max_alerts");
    assertThat(post("/echo", NOBODY, large).body()).isEqualTo(large);
    assertThat(post("/echo", NOBODY, "x".repeat(65_536)).statusCode()).isEqualTo(200);
    assertThat(post("/echo", NOBODY, "x".repeat(65_537)).statusCode()).isEqualTo(413);
    HttpResponse<String> chunked =
        others.send(
            to(port, "/echo")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(65_537))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains("raise runbook.connections.max-body");
  }

  @Test
  void body_isReadAgainByWhoeverLooksAtIt() throws Exception {
    assertThat(post("/twice", NOBODY, "{\"a\": \"৳\"}").body())
        .isEqualTo("{\"a\": \"৳\"}{\"a\": \"৳\"}");
  }

  @Test
  void form_isReadAsParameters() throws Exception {
    HttpRequest.Builder form =
        request("/form?q=1&name=first", NOBODY)
            .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
            .POST(BodyPublishers.ofString("name=a%26b+%E0%A7%B3&empty="));

    assertThat(send(form).body()).isEqualTo("q=[1] name=[first, a&b ৳] empty=[]");
  }

  @ParameterizedTest
  @CsvSource({"application/x-www-form-urlencoded,a=%zz", "nonsense,a"})
  void formThatCannotBeRead_isRefused(String type, String body) throws Exception {
    HttpRequest.Builder form =
        request("/form", NOBODY).header("Content-Type", type).POST(BodyPublishers.ofString(body));

    assertThat(send(form).statusCode()).isEqualTo(400);
  }

  @Test
  void connection_isKeptForTheNextRequest() throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      String request =
          "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n%s"
              + "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted("{}").getBytes(StandardCharsets.US_ASCII));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
    }
  }

  // ---- probes

  @ParameterizedTest
  @CsvSource({
    "GET,/actuator/health/liveness,200",
    "GET,/actuator/health/readiness,200",
    "GET,/actuator/health,200",
    "POST,/actuator/health,404",
    "HEAD,/actuator/health,404",
    "GET,/actuator/health/liveness?x=1,404",
    "GET,/actuator/health/liveness;x=1,404",
    "GET,//actuator/health,404",
    "GET,/actuator/%68ealth,404",
    "GET,/actuator/health/db,404",
    "GET,/actuator,404",
    "GET,/actuator/prometheus,404",
    "GET,/engine-rest/task,404",
    "GET,/engine-rest/../actuator/health,404",
    "GET,/camunda/app/tasklist/default/,404",
    "POST,/alerts,404",
    "GET,/,404"
  })
  void portOfTheProbes_answersThemAndNothingElse(String method, String path, int status)
      throws Exception {
    String answer =
        raw(
            probes(),
            "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
                .formatted(method, path, basic("admin", "demo")));

    assertThat(answer).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void slowBodiesOnThePortOfTheProbes_doNotKeepThemFromBeingAnswered() throws Exception {
    try (SlowCallers slow =
        SlowCallers.sending(
            probes(),
            100,
            "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n",
            "x")) {
      assertThat(ask(probes(), "/actuator/health/liveness").statusCode()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> slow.cutOff() == 100);
    }
  }

  @Test
  void poolIsUsedUp_aliveAndReadyAreAnsweredAtOnce() throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      for (int n = 0; n < 5; n++) {
        all.add(database.getConnection());
      }
      List<Thread> people = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        Thread asks = new Thread(() -> askQuietly("/actuator/health"));
        asks.start();
        people.add(asks);
      }
      long begun = System.nanoTime();
      for (int n = 0; n < 10; n++) {
        assertThat(ask(probes(), "/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(ask(probes(), "/actuator/health/readiness").statusCode()).isEqualTo(200);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(7));
      for (Thread asks : people) {
        asks.interrupt();
        asks.join();
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  private void askQuietly(String path) {
    try {
      ask(probes(), path);
    } catch (Exception interrupted) {
      // what it was told does not matter here
    }
  }

  private HttpResponse<String> ask(int at, String path) throws Exception {
    return others.send(to(at, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(int at, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + at + path)).timeout(PATIENCE);
  }

  private String raw(String request) throws Exception {
    return raw(port, request);
  }

  private static String raw(int at, String request) throws Exception {
    try (Socket socket = new Socket("localhost", at)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int probes() {
    return Arrays.stream(
            ((TomcatWebServer) application.getWebServer())
                .getTomcat()
                .getService()
                .findConnectors())
        .mapToInt(Connector::getLocalPort)
        .filter(it -> it != port)
        .findFirst()
        .orElseThrow();
  }

  /** The way in of alerts, and pages that the product does not have. */
  @ComponentScan("com.dhakacart.runbook.alerting")
  @ConfigurationPropertiesScan("com.dhakacart.runbook.alerting")
  static class Alerting {

    static final int LARGE = 3_000_000;
    static final Set<String> PAGES = Set.of("/large", "/echo", "/twice", "/form");

    @Bean
    AlertDesk desk() {
      AlertDesk desk = mock(AlertDesk.class);
      when(desk.receive(any()))
          .thenAnswer(
              it ->
                  it.<List<Alert>>getArgument(0).stream()
                      .map(
                          alert ->
                              new AlertReceipt(
                                  alert.fingerprint(), "INC-1", AlertReceipt.Result.STARTED))
                      .toList());
      return desk;
    }

    @Bean
    Pages pages() {
      return new Pages();
    }

    /** The table knows nothing of these pages. */
    @Bean
    @Primary
    TableOfAccess tableWithPages(AllowList list, People people, MachineTokens machines) {
      return new TableOfAccess(list, people, machines) {
        @Override
        public AuthorizationResult authorize(
            Supplier<Authentication> who, RequestAuthorizationContext context) {
          return PAGES.contains(path(context.getRequest()))
              ? new AuthorizationDecision(true)
              : super.authorize(who, context);
        }
      };
    }
  }

  @RestController
  static class Pages {

    @GetMapping("/large")
    byte[] large() {
      byte[] large = new byte[Alerting.LARGE];
      Arrays.fill(large, (byte) 'x');
      return large;
    }

    @PostMapping("/echo")
    String echo(HttpServletRequest request) {
      return new String(ReadBody.of(request), StandardCharsets.UTF_8);
    }

    @PostMapping("/twice")
    byte[] twice(HttpServletRequest request) throws Exception {
      byte[] first = request.getInputStream().readAllBytes();
      byte[] second = request.getInputStream().readAllBytes();
      byte[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }

    @PostMapping(path = "/form", produces = "text/plain;charset=UTF-8")
    String form(HttpServletRequest request) {
      return request.getParameterMap().entrySet().stream()
          .map(it -> it.getKey() + "=" + Arrays.toString(it.getValue()))
          .reduce((a, b) -> a + " " + b)
          .orElse("");
    }
  }
}
