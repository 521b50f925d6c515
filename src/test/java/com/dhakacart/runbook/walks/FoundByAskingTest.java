package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.alerting.RecordedDeliveries;
import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * What is found by asking Alertmanager and what it delivers is one incident: asked at the start,
 * and in the same moment, on the database of production.
 */
@DirtiesContext
@Import({PostgresAlertDeskTest.Database.class, FoundByAskingTest.Alertmanager.class})
class FoundByAskingTest extends Walking {

  private static final int ROUNDS = 40;
  private static final String AT_THE_START = "2026-11-28T19:05:46.623066Z";

  @Autowired HttpCounterpart alertmanager;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;

  private final HttpClient http = HttpClient.newHttpClient();

  /** It fires already when this node starts, and its notification comes later. */
  @Test
  void firesAtTheStart_isFoundByAsking_andItsLateDeliveryJoins() {
    List<String> incidents = await().until(() -> incidentsOf("at-the-start"), it -> it.size() == 1);

    assertThat(undelivered()).containsExactly("at-the-start");
    AlertReceipt late = deliver(webhook("at-the-start", AT_THE_START));

    assertThat(late).isEqualTo(new AlertReceipt("at-the-start", incidents.get(0), Result.JOINED));
    assertThat(undelivered()).isEmpty();
    assertThat(found()).isPositive();
  }

  /** Both are answered by the same server in the same moment. */
  @Test
  void isAskedForAndDeliveredAtOnce_oneOfTheTwoStartsIt() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        clock.forward(Duration.ofMinutes(10));
        String fingerprint = "round-" + round;
        String startsAt = clock.instant().toString();
        alertmanager.answersWhenAllAreThere(
            2,
            request ->
                Reply.of(
                    200,
                    request.path().equals("/api/v2/alerts")
                        ? api(fingerprint, startsAt)
                        : webhook(fingerprint, startsAt)));
        double before = found();

        Future<AlertReceipt> delivery = other.submit(() -> deliver(get("/webhook")));
        ask();
        AlertReceipt delivered = delivery.get();

        assertThat(List.of(delivered.result(), found() - before))
            .isIn(List.of(Result.STARTED, 0.0), List.of(Result.JOINED, 1.0));
        assertThat(incidentsOf(fingerprint)).containsExactly(delivered.incident());
        assertThat(undelivered()).isEmpty();
        assertThat(engine.getRuntimeService().createProcessInstanceQuery().count()).isOne();
        closeWhatIsOpen();
      }
    } finally {
      other.shutdownNow();
    }
  }

  private AlertReceipt deliver(String notification) {
    return alerts.receive(RecordedDeliveries.parse(notification)).get(0);
  }

  /** What the schedule does every {@code runbook.alertmanager.ask-every}. */
  private void ask() {
    schedule.getScheduledTasks().stream()
        .map(it -> it.getTask().getRunnable())
        .filter(it -> it.toString().contains("LostAlerts.ask"))
        .forEach(Runnable::run);
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(alertmanager.url().resolve(path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private List<String> incidentsOf(String fingerprint) {
    return jdbc.sql("select incident_key from runbook_episode where fingerprint = ?")
        .param(fingerprint)
        .query(String.class)
        .list();
  }

  private List<String> undelivered() {
    return jdbc.sql("select fingerprint from runbook_episode where not delivered")
        .query(String.class)
        .list();
  }

  private double found() {
    return meters.get("runbook.alerts.found").counter().count();
  }

  private static String webhook(String fingerprint, String startsAt) {
    return """
        {"version": "4", "status": "firing", "receiver": "runbook", "alerts": [
          {"status": "firing", "endsAt": "0001-01-01T00:00:00Z", %s}]}"""
        .formatted(alert(fingerprint, startsAt));
  }

  /** Its end is when it counts as over, unless Prometheus sends it again. */
  private static String api(String fingerprint, String startsAt) {
    return """
        [{"status": {"state": "active", "silencedBy": [], "inhibitedBy": []}, "endsAt": "2999-01-01T00:00:00Z",
          "receivers": [{"name": "runbook"}], %s}]"""
        .formatted(alert(fingerprint, startsAt));
  }

  private static String alert(String fingerprint, String startsAt) {
    return """
        "fingerprint": "%s", "startsAt": "%s", "annotations": {},
        "labels": {"alertname": "%s", "service": "%s", "severity": "critical"}"""
        .formatted(fingerprint, startsAt, RunbookWalk.KEY, RunbookWalk.SERVICE);
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Alertmanager {

    @Bean(destroyMethod = "close")
    HttpCounterpart alertmanager() {
      HttpCounterpart alertmanager = new HttpCounterpart();
      alertmanager.answers(200, api("at-the-start", AT_THE_START));
      return alertmanager;
    }

    @Bean
    DynamicPropertyRegistrar asked(HttpCounterpart alertmanager) {
      return properties ->
          properties.add("runbook.alertmanager.url", () -> alertmanager.url().toString());
    }
  }
}
