package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.intake.AlertDesk;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
    classes = AlertsControllerTest.OnlyAlerting.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "runbook.alerting.max-payload=16KB")
class AlertsControllerTest {

  private final HttpClient client = HttpClient.newHttpClient();

  @Autowired FakeAlertDesk desk;
  @Autowired MeterRegistry meters;
  @LocalServerPort int port;

  @BeforeEach
  void emptyDesk() {
    desk.received.clear();
    desk.failure = null;
    desk.heard = 0;
  }

  @Test
  void alertFires_itsIncidentIsAnswered() throws Exception {
    HttpResponse<String> response = post(recorded("firing"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(desk.heard).isOne();
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.body())
        .isEqualTo(
            """
            {"incidents":[{"alert":"0d654ee3b666c6e2","incident":"INC-1","result":"STARTED"}]}""");
    Alert alert = desk.received.get(0);
    assertThat(alert.name()).isEqualTo("DhakaCartHighErrorRate");
    assertThat(alert.service()).isEqualTo("dhakacart-backend");
    assertThat(alert.severity()).isEqualTo("critical");
    assertThat(alert.firing()).isTrue();
    assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-11-23T23:05:29.828Z"));
    assertThat(alert.endsAt()).isNull();
    assertThat(alert.annotations()).containsKeys("summary", "description", "runbook_url");
  }

  @Test
  void alertResolves_itsEndArrives() throws Exception {
    HttpResponse<String> response = post(recorded("resolved"));

    assertThat(response.body()).contains("\"result\":\"RESOLVED\"");
    assertThat(desk.received.get(0).firing()).isFalse();
    assertThat(desk.received.get(0).endsAt()).isEqualTo(Instant.parse("2026-11-23T23:07:29.828Z"));
  }

  @Test
  void firingGroupHoldsResolvedAlert_eachKeepsItsOwnStatus() throws Exception {
    post(payload(alert("a", "firing") + "," + alert("b", "resolved")));

    assertThat(desk.received).extracting(Alert::firing).containsExactly(true, false);
  }

  @Test
  void unknownFields_areIgnored() throws Exception {
    String newer =
        """
        {"version":"4","notification_reason":"first","routeLabels":{"team":"x"},"truncatedAlerts":2,
         "alerts":[{"status":"firing","fingerprint":"f","startsAt":"2026-01-31T12:00:00+06:00",
                    "labels":{"alertname":"A"},"annotations":null,"silenced":{"by":["x"]}}]}""";

    assertThat(post(newer).statusCode()).isEqualTo(200);
    Alert alert = desk.received.get(0);
    assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-01-31T06:00:00Z"));
    assertThat(alert.service()).isNull();
    assertThat(alert.annotations()).isEmpty();
  }

  @Test
  void ignoredAlert_isCounted() throws Exception {
    double before = ignored();

    HttpResponse<String> response =
        post(payload(alert("a", "firing").replace("DhakaCartHighErrorRate", "NoRunbook")));

    assertThat(response.body())
        .contains(
            """
            {"alert":"a","incident":null,"result":"IGNORED"}""");
    assertThat(ignored()).isEqualTo(before + 1);
  }

  @Test
  void annotationOfTenThousandCharacters_isCutToWhatCanBeStored() throws Exception {
    post(payload(alert("a", "firing").replace("5 percent", "৳".repeat(5000))));

    assertThat(desk.received.get(0).annotations().get("summary"))
        .hasSize(AlertReader.LONGEST_TEXT)
        .endsWith("৳…");
  }

  @Test
  void charactersNoDatabaseTakes_areReplaced() throws Exception {
    post(payload(alert("a", "firing").replace("5 percent", "a\\u0000b\\ud800c")));

    assertThat(desk.received.get(0).annotations().get("summary")).isEqualTo("a\ufffdb?c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          not JSON at all                               | the body is not JSON (line 1, column
          ^^                                            | the body is not a JSON object
          []                                            | the body is not a JSON object
          {"alerts":[]} {"alerts":[]}                   | the body is not JSON
          {"version":"4"}                               | alerts is missing
          {"alerts":{}}                                 | alerts is not a list
          {"alerts":[7]}                                | alerts[0] is not an object
          {"alerts":[{}]}                               | alerts[0].fingerprint is missing; alerts[0].status is missing; alerts[0].startsAt is missing; alerts[0].labels.alertname is missing
          {"alerts":[{"fingerprint":7}]}                | alerts[0].fingerprint is not a text
          {"alerts":[{"fingerprint":"a b"}]}            | alerts[0].fingerprint is not 1 to 255 visible
          {"alerts":[{"status":"pending"}]}             | alerts[0].status is neither firing nor resolved
          {"alerts":[{"startsAt":"yesterday"}]}         | alerts[0].startsAt is not an RFC 3339 time
          {"alerts":[{"startsAt":"0001-01-01T00:00:00Z"}]} | alerts[0].startsAt is not a time between 1970 and 9999
          {"alerts":[{"startsAt":1769860800}]}          | alerts[0].startsAt is not an RFC 3339 time
          {"alerts":[{"endsAt":"soon"}]}                | alerts[0].endsAt is not an RFC 3339 time
          {"alerts":[{"labels":[]}]}                    | alerts[0].labels is not an object
          {"alerts":[{"labels":{"alertname":7}}]}       | alerts[0].labels.alertname is not a text
          {"alerts":[{"labels":{"alertname":""}}]}      | alerts[0].labels.alertname is missing
          {"alerts":[{"annotations":"x"}]}              | alerts[0].annotations is not an object
          """)
  void notSuchAPayload_isRefusedWithWhatIsWrong(String body, String problem) throws Exception {
    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains(problem)
        .contains("Send what a webhook_configs receiver of Alertmanager sends.");
    assertThat(desk.received).isEmpty();
  }

  // Each was a 400 or a 503 for the whole group, again and again.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "status":"firing"                      | "status":"burning"                     | alerts[1].status is neither firing nor resolved
          "startsAt":"2026-01-31T12:00:00Z"      | "startsAt":"0001-01-01T00:00:00Z"      | alerts[1].startsAt is not a time between 1970 and 9999
          "alertname":"DhakaCartHighErrorRate"   | "job":"probe"                          | alerts[1].labels.alertname is missing
          "alertname":"DhakaCartHighErrorRate"   | "alertname":7                          | alerts[1].labels.alertname is not a text
          "service":"dhakacart-backend"          | "service":["a"]                        | alerts[1].labels.service is not a text
          "annotations":                         | "labels":[],"annotations":             | alerts[1].labels is not an object
          """)
  void oneAlertIsOdd_itIsRefusedInItsPlace_andItsNeighboursAreTaken(
      String good, String odd, String reason) throws Exception {
    double before = counted("REFUSED");

    HttpResponse<String> response =
        post(
            payload(
                alert("a", "firing")
                    + ","
                    + alert("b", "firing").replace(good, odd)
                    + ","
                    + alert("c", "firing")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"incidents":[{"alert":"a","incident":"INC-1","result":"STARTED"},\
            {"alert":"b","incident":null,"result":"REFUSED","reason":"%s"},\
            {"alert":"c","incident":"INC-1","result":"STARTED"}]}"""
                .formatted(reason));
    assertThat(desk.received).extracting(Alert::fingerprint).containsExactly("a", "c");
    assertThat(counted("REFUSED")).isEqualTo(before + 1);
  }

  // Each cost the alert itself.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "annotations":{"value":12.5}                         | value=12.5        |
          "annotations":{"fires":true}                         | fires=true        |
          "annotations":{"count":3}                            | count=3           |
          "annotations":{"dashboard":null}                     |                   |
          "annotations":{"links":["a"],"summary":"s"}          | summary=s         | alerts[0].annotations.links is not a text
          "annotations":{"of":{"a":"b"}}                       |                   | alerts[0].annotations.of is not a text
          "annotations":[]                                     |                   | alerts[0].annotations is not an object
          "annotations":"5 percent"                            |                   | alerts[0].annotations is not an object
          "endsAt":"soon"                                      |                   | alerts[0].endsAt is not an RFC 3339 time
          "endsAt":1769860800                                  |                   | alerts[0].endsAt is not an RFC 3339 time
          "endsAt":"99999-01-01T00:00:00Z"                     |                   | alerts[0].endsAt is not an RFC 3339 time
          "endsAt":{}                                          |                   | alerts[0].endsAt is not an RFC 3339 time
          "endsAt":null                                        |                   |
          "generatorURL":7                                     |                   |
          "generatorURL":{}                                    |                   |
          "values":{"A":null},"imageURL":[]                    |                   |
          """)
  void partThatIsNotNeededIsOdd_theAlertIsTaken_andWhatIsLeftOutIsLogged(
      String odd, String annotations, String leftOut, CapturedOutput output) throws Exception {
    HttpResponse<String> response =
        post(
            payload(
                """
                {"status":"firing","fingerprint":"a","startsAt":"2026-01-31T12:00:00Z",
                 "labels":{"alertname":"DhakaCartHighErrorRate"},%s}"""
                    .formatted(odd)));

    assertThat(response.body()).contains("\"result\":\"STARTED\"");
    assertThat(desk.received)
        .singleElement()
        .satisfies(it -> assertThat(it.endsAt()).isNull())
        .satisfies(
            it ->
                assertThat(it.annotations())
                    .hasToString("{" + (annotations == null ? "" : annotations) + "}"));
    assertThat(output.getAll().lines().filter(it -> it.contains("what could not be read")))
        .hasSize(leftOut == null ? 0 : 1)
        .allSatisfy(it -> assertThat(it).contains("mend what sends them: " + leftOut));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "severity":1        | severity | 1
          "canary":false      | canary   | false
          "severity":null     | severity |
          "service":null      | service  |
          "pods":["a"]        | pods     |
          "@:":{}             | @:       |
          """)
  void labelIsNoText_itIsItsText_orLeftOut(String odd, String label, String value)
      throws Exception {
    HttpResponse<String> response =
        post(
            payload(
                """
                {"status":"firing","fingerprint":"a","startsAt":"2026-01-31T12:00:00Z",
                 "labels":{"alertname":"DhakaCartHighErrorRate",%s}}"""
                    .formatted(odd)));

    assertThat(response.body()).contains("\"result\":\"STARTED\"");
    assertThat(desk.received)
        .singleElement()
        .satisfies(it -> assertThat(it.labels().get(label)).isEqualTo(value))
        .satisfies(it -> assertThat(it.service()).isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"receiver\":7",
        "\"receiver\":null",
        "\"externalURL\":[]",
        "\"groupLabels\":\"x\"",
        "\"groupLabels\":{\"a\":null}",
        "\"commonLabels\":[1]",
        "\"commonAnnotations\":{\"value\":12.5}",
        "\"commonAnnotations\":null",
        "\"groupKey\":{}",
        "\"truncatedAlerts\":\"some\"",
        "\"truncatedAlerts\":{}",
        "\"version\":4"
      })
  void partOfTheGroupIsOdd_itsAlertsAreTaken(String odd) throws Exception {
    HttpResponse<String> response =
        post("{%s,\"alerts\":[%s]}".formatted(odd, alert("a", "firing")));

    assertThat(response.body()).contains("\"result\":\"STARTED\"");
    assertThat(desk.received).hasSize(1);
  }

  @Test
  void resolvedAlertsEndIsOdd_itIsResolvedAllTheSame() throws Exception {
    post(payload(alert("a", "resolved").replace("\"labels\"", "\"endsAt\":\"soon\",\"labels\"")));

    assertThat(desk.received)
        .singleElement()
        .satisfies(it -> assertThat(it.firing()).isFalse())
        .satisfies(it -> assertThat(it.endsAt()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "[]", "\"x\""})
  void neighbourIsNoAlertAtAll_itIsRefusedWithoutAName(String odd) throws Exception {
    HttpResponse<String> response = post(payload(odd + "," + alert("b", "firing")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains(
            """
            {"alert":null,"incident":null,"result":"REFUSED","reason":"alerts[0] is not an object"}""");
    assertThat(desk.received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"neighbour-with-zero-start", "neighbour-without-alertname"})
  void groupFromTheField_itsGoodAlertIsTaken(String name) throws Exception {
    HttpResponse<String> response = post(recorded(name));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"result\":\"STARTED\"", "\"result\":\"REFUSED\"");
    assertThat(desk.received).extracting(Alert::name).containsExactly("DhakaCartHighErrorRate");
  }

  // Up to 255 characters went on to a column of 64.
  @ParameterizedTest
  @CsvSource({"severity,64", "alertname,255", "service,255"})
  void nameIsAsLongAsIsKept_isTaken_andOneMoreIsRefused(String label, int limit) throws Exception {
    HttpResponse<String> response =
        post(
            payload(
                labelled("a", label, "x".repeat(limit))
                    + ","
                    + labelled("b", label, "x".repeat(limit + 1))
                    + ","
                    + labelled("c", label, "x".repeat(100_000 / limit))));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains(
            "{\"alert\":\"b\",\"incident\":null,\"result\":\"REFUSED\",\"reason\":\"alerts[1].labels.%s is longer than %d characters\"}"
                .formatted(label, limit));
    assertThat(desk.received).extracting(Alert::fingerprint).containsExactly("a");
  }

  @Test
  void fingerprintIsAsLongAsIsKept_isTaken_andOneMoreIsRefusedAndQuotedInPart() throws Exception {
    HttpResponse<String> response =
        post(payload(alert("f".repeat(255), "firing") + "," + alert("e".repeat(256), "firing")));

    assertThat(response.body())
        .contains("\"alert\":\"" + "e".repeat(63) + "…\"")
        .contains("alerts[1].fingerprint is not 1 to 255 visible ASCII characters");
    assertThat(desk.received).extracting(Alert::fingerprint).containsExactly("f".repeat(255));
  }

  @Test
  void noAlertIsReadable_eachIsCounted() throws Exception {
    double before = counted("REFUSED");

    assertThat(post(payload("{},{}")).statusCode()).isEqualTo(400);

    assertThat(counted("REFUSED")).isEqualTo(before + 2);
  }

  @Test
  void emptyGroup_isTaken() throws Exception {
    assertThat(post(payload("")).body()).isEqualTo("{\"incidents\":[]}");
  }

  @Test
  void oddAlerts_areOneLineInTheLog(CapturedOutput output) throws Exception {
    post(payload(alert("a", "firing") + ",7,{}"));

    assertThat(output.getAll().lines().filter(it -> it.contains("Could not take 2 of 3 alerts")))
        .hasSize(1)
        .allSatisfy(it -> assertThat(it).contains("alerts[1] is not an object; alerts[2]."));
  }

  // A body that begins like UTF-32 was a 500.
  @Test
  void bodyInAnotherEncoding_isRefused() throws Exception {
    HttpResponse<String> response =
        send(BodyPublishers.ofByteArray(new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the body is not JSON");
  }

  @Test
  void nestedWithoutEnd_isRefused() throws Exception {
    assertThat(post("[".repeat(10_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void payloadOverTheLimit_isTooLarge() throws Exception {
    String large = payload(alert("a", "firing").replace("5 percent", "x".repeat(17_000)));

    double before = refused();
    assertThat(post(large).statusCode()).isEqualTo(413);
    assertThat(desk.received).isEmpty();
    assertThat(desk.heard).isOne();
    assertThat(refused()).isEqualTo(before + 1);
  }

  @Test
  void fiveThousandSeriesOfOneAlert_areNotTooLargeAsDelivered() throws Exception {
    JsonNode one = new ObjectMapper().readTree(recorded("firing")).at("/alerts/0");
    AlertingSettings delivered =
        new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("runbook.alerting", AlertingSettings.class);

    assertThat(delivered.maxPayload().toBytes()).isGreaterThan(5_000L * one.toString().length());
  }

  @Test
  void numberLongerThanAnyIsWritten_costsItsNeighboursNothing() throws Exception {
    String odd = alert("b", "firing").replaceFirst("\\{", "{\"value\":" + "9".repeat(1_500) + ",");

    assertThat(post(payload(alert("a", "firing") + "," + odd)).statusCode()).isEqualTo(200);
    assertThat(desk.received).hasSize(2);
  }

  @Test
  void chunkedPayloadOverTheLimit_isTooLarge() throws Exception {
    String large = payload(alert("a", "firing").replace("5 percent", "x".repeat(17_000)));

    HttpResponse<String> response = send(chunked(large));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("max_alerts");
  }

  @Test
  void chunkedPayloadUnderTheLimit_isTaken() throws Exception {
    assertThat(send(chunked(recorded("firing"))).statusCode()).isEqualTo(200);
  }

  @Test
  void databaseIsAway_alertmanagerIsAskedToRepeat_andWhatWasPutOffIsCounted() throws Exception {
    assertThat(meters.get("runbook.alerts").tag("result", "PUT_OFF").counter().count())
        .as("registered from the start")
        .isNotNegative();
    double before = counted("PUT_OFF");
    desk.failure = new QueryTimeoutException("lock timeout");

    HttpResponse<String> response = post(recorded("firing"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(response.headers().firstValue("Connection"))
        .as("Tomcat's: on one that is kept, the repeat would come to this node, ready or not")
        .hasValue("close");
    assertThat(response.body()).doesNotContain("lock timeout");
    assertThat(counted("PUT_OFF") - before).isOne();
  }

  @Test
  void noConnectionIsFree_alertmanagerIsAskedToRepeat() throws Exception {
    desk.failure = new CannotCreateTransactionException("pool is empty");

    assertThat(post(recorded("firing")).statusCode()).isEqualTo(503);
  }

  @Test
  void engineFails_alertmanagerIsAskedToRepeat() throws Exception {
    desk.failure = new IllegalStateException("engine is closed");

    assertThat(post(recorded("firing")).statusCode()).isEqualTo(503);
  }

  private double ignored() {
    return counted("IGNORED");
  }

  private double refused() {
    return counted("REFUSED");
  }

  private double counted(String result) {
    return meters.counter("runbook.alerts", "result", result).count();
  }

  private static String labelled(String fingerprint, String label, String value) {
    return """
    {"status":"firing","fingerprint":"%s","startsAt":"2026-01-31T12:00:00Z",
     "labels":{"alertname":"DhakaCartHighErrorRate","%s":"%s"}}"""
        .formatted(fingerprint, label, value);
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(BodyPublishers.ofString(body == null ? "" : body));
  }

  private HttpResponse<String> send(BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/alerts"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(body)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static BodyPublisher chunked(String body) {
    return BodyPublishers.ofInputStream(
        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String recorded(String name) throws IOException {
    try (InputStream file =
        AlertsControllerTest.class.getResourceAsStream("/alerts/" + name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String payload(String alerts) {
    return "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[" + alerts + "]}";
  }

  private static String alert(String fingerprint, String status) {
    return """
    {"status":"%s","fingerprint":"%s","startsAt":"2026-01-31T12:00:00Z",
     "labels":{"alertname":"DhakaCartHighErrorRate","service":"dhakacart-backend"},
     "annotations":{"summary":"5 percent"}}"""
        .formatted(status, fingerprint);
  }

  @EnableConfigurationProperties(AlertingSettings.class)
  @ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
  })
  @Import({AlertsController.class, NotificationReader.class, ReceiptCounter.class})
  static class OnlyAlerting {

    @Bean
    FakeAlertDesk desk() {
      return new FakeAlertDesk();
    }

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }

  /** Knows one runbook, and remembers what it was given. */
  static class FakeAlertDesk implements AlertDesk {

    final List<Alert> received = new ArrayList<>();
    RuntimeException failure;
    int heard;

    @Override
    public void heard() {
      heard++;
    }

    @Override
    public List<AlertReceipt> find(List<Alert> alerts) {
      throw new AssertionError("all was delivered");
    }

    @Override
    public List<Alert> undelivered(List<Alert> alerts, Instant foundBefore) {
      throw new AssertionError("all was delivered");
    }

    @Override
    public List<AlertReceipt> receive(List<Alert> alerts) {
      if (failure != null) {
        throw failure;
      }
      received.addAll(alerts);
      return alerts.stream().map(FakeAlertDesk::receipt).toList();
    }

    private static AlertReceipt receipt(Alert alert) {
      if (!alert.name().equals("DhakaCartHighErrorRate")) {
        return new AlertReceipt(alert.fingerprint(), null, Result.IGNORED);
      }
      return new AlertReceipt(
          alert.fingerprint(), "INC-1", alert.firing() ? Result.STARTED : Result.RESOLVED);
    }
  }
}
