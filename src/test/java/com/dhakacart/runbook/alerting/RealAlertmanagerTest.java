package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.intake.AlertDesk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a real Alertmanager, where {@code prometheus-alertmanager} is on the path. */
class RealAlertmanagerTest {

  private static final String PROGRAM = "prometheus-alertmanager";

  @TempDir Path directory;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address = URI.create("http://localhost:" + Ports.free());
  private final List<String> taken = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Process alertmanager;

  private final AlertDesk desk =
      new AlertDesk() {

        @Override
        public List<AlertReceipt> receive(List<Alert> alerts) {
          throw new AssertionError("nobody delivered anything");
        }

        @Override
        public List<Alert> undelivered(List<Alert> alerts, Instant foundBefore) {
          return List.of();
        }

        @Override
        public List<AlertReceipt> find(List<Alert> alerts) {
          return alerts.stream().map(this::take).toList();
        }

        private AlertReceipt take(Alert alert) {
          taken.add(alert.labels().get("pod"));
          return new AlertReceipt(alert.fingerprint(), "INC-1", Result.STARTED);
        }

        @Override
        public void heard() {
          throw new AssertionError("nobody delivered anything");
        }
      };

  @AfterEach
  void stop() throws InterruptedException {
    if (alertmanager != null) {
      alertmanager.destroy();
      alertmanager.waitFor(); // it writes into its folder to the end
    }
  }

  @Test
  void onlyWhatWouldBeNotified_isTaken() throws Exception {
    start();
    post("/api/v2/silences", silence("silenced"));
    post(
        "/api/v2/alerts",
        """
        [%s, %s, %s, %s, %s]"""
            .formatted(
                alert("DhakaCartHighErrorRate", "runbook", "fires"),
                alert("DhakaCartHighErrorRate", "runbook", "silenced"),
                alert("Inhibited", "runbook", "inhibited"),
                alert("DatacenterDown", "other", "inhibits"),
                alert("DhakaCartHighErrorRate", "run.ook", "likeOurs")));
    LostAlerts lost = lost(address);

    asksUntil(lost, () -> assertThat(taken).containsExactly("fires"));
    assertThat(meters.get("runbook.alerts.found").counter().count()).isPositive();
  }

  /** One of the questions is answered, and what it takes is so. */
  private void asksUntil(LostAlerts lost, Runnable isSo) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              taken.clear();
              double before = unanswered();
              lost.ask();
              isSo.run();
              assertThat(unanswered()).isEqualTo(before);
            });
  }

  private double unanswered() {
    return meters.get("runbook.alertmanager.unanswered").counter().count();
  }

  // Its answer was larger than a delivery may be, and so none was ever found by asking.
  @Test
  void sixThousandFire_moreThanADeliveryMayHold_allAreTaken() throws Exception {
    start();
    String summary = "x".repeat(1_000);
    for (int from = 0; from < 6_000; from += 1_000) {
      post(
          "/api/v2/alerts",
          IntStream.range(from, from + 1_000)
              .mapToObj(it -> alert("DhakaCartHighErrorRate", "runbook", "pod-" + it, summary))
              .collect(Collectors.joining(",", "[", "]")));
    }
    LostAlerts lost = lost(address);

    asksUntil(lost, () -> assertThat(taken).hasSize(6_000).doesNotHaveDuplicates());
  }

  @Test
  void nothingFires_nothingIsTaken() throws Exception {
    start();
    lost(address).ask();
    assertThat(taken).isEmpty();
    assertThat(unanswered()).isZero();
  }

  @Test
  void alertmanagerIsAway_isCounted_andTheNextQuestionIsAsked() {
    LostAlerts lost = lost(HttpCounterpart.nobody());
    lost.ask();
    lost.ask();
    assertThat(unanswered()).isEqualTo(2);
  }

  private LostAlerts lost(URI url) {
    AlertmanagerApi api =
        new AlertmanagerApi(
            SettingsOf.type(
                AlertmanagerSettings.class,
                Map.of(
                    "runbook.alertmanager.url",
                    url.toString(),
                    "runbook.alertmanager.timeout",
                    "2s")),
            new NotificationReader(Clock.systemUTC()));
    return new LostAlerts(api, desk, Clock.systemUTC(), meters);
  }

  private void start() throws IOException {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(it -> Files.isExecutable(Path.of(it, PROGRAM))),
        PROGRAM + " is not installed (Debian: apt-get install prometheus-alertmanager)");
    Path config =
        Files.writeString(
            directory.resolve("alertmanager.yml"),
            """
            route:
              receiver: other
              group_wait: 1h
              routes:
                - {receiver: runbook, matchers: ['team = "runbook"']}
                - {receiver: run.ook, matchers: ['team = "run.ook"']}
            receivers: [{name: other}, {name: runbook}, {name: run.ook}]
            inhibit_rules:
              - {source_matchers: ['alertname = "DatacenterDown"'], target_matchers: ['alertname = "Inhibited"']}
            """);
    alertmanager =
        new ProcessBuilder(
                PROGRAM,
                "--config.file=" + config,
                "--storage.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + address.getPort(),
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> send(HttpRequest.newBuilder(address.resolve("/-/ready"))).statusCode() == 200);
  }

  private void post(String path, String body) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String alert(String name, String team, String pod) {
    return """
        {"labels":{"alertname":"%s","service":"dhakacart-backend","team":"%s","pod":"%s"}}"""
        .formatted(name, team, pod);
  }

  private static String alert(String name, String team, String pod, String summary) {
    return """
        {"labels":{"alertname":"%s","service":"dhakacart-backend","team":"%s","pod":"%s"},"annotations":{"summary":"%s"}}"""
        .formatted(name, team, pod, summary);
  }

  private static String silence(String pod) {
    return """
        {"matchers":[{"name":"pod","value":"%s","isRegex":false,"isEqual":true}],
         "startsAt":"%s","endsAt":"%s","createdBy":"test","comment":"test"}"""
        .formatted(pod, Instant.now(), Instant.now().plusSeconds(3600));
  }
}
