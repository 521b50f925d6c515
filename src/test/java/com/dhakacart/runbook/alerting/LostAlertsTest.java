package com.dhakacart.runbook.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Alert;
import com.dhakacart.runbook.incident.AlertReceipt;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.process.intake.AlertDesk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of Alertmanager's answers, however long and however odd they are. */
@ExtendWith(OutputCaptureExtension.class)
class LostAlertsTest {

  @RegisterExtension final HttpCounterpart alertmanager = new HttpCounterpart();

  private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

  private final Set<String> undelivered = new HashSet<>();
  private final List<Integer> deliveries = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AlertDesk desk =
      new AlertDesk() {

        @Override
        public List<AlertReceipt> receive(List<Alert> alerts) {
          throw new AssertionError("nobody delivered anything");
        }

        @Override
        public List<Alert> undelivered(List<Alert> alerts, Instant foundBefore) {
          return alerts.stream()
              .filter(it -> foundBefore.equals(NOW.minus(Duration.ofMinutes(6))))
              .filter(it -> undelivered.contains(it.fingerprint()))
              .toList();
        }

        @Override
        public List<AlertReceipt> find(List<Alert> alerts) {
          deliveries.add(alerts.size());
          alerts.forEach(it -> taken.add(it.fingerprint()));
          return alerts.stream()
              .map(it -> new AlertReceipt(it.fingerprint(), "INC-1", Result.JOINED))
              .toList();
        }

        @Override
        public void heard() {
          throw new AssertionError("nobody delivered anything");
        }
      };

  @Test
  void moreFiresThanCanBeRead_theFirstAreTaken_andItIsSaid(CapturedOutput output) {
    alertmanager.answers(200, list(1_700, "x".repeat(10_000)));

    lost().ask();

    assertThat(taken).hasSizeBetween(1_600, 1_699).startsWith("f0", "f1");
    assertThat(deliveries).as("none holds the others up").allMatch(it -> it <= 500);
    assertThat(unanswered()).isEqualTo(1);
    assertThat(output).contains("the first " + taken.size() + " alerts were looked at");
  }

  @Test
  void oneOfThemIsOdd_theOthersAreTaken() {
    alertmanager.answers(200, "[7, " + alert(1, "fires") + ", {\"labels\": {}}]");

    lost().ask();

    assertThat(taken).containsExactly("f1");
    assertThat(unanswered()).isZero();
  }

  @Test
  void answerIsNoList_orEndsTooEarly_nothingIsTaken_andItIsCounted() {
    alertmanager.answers(200, "{\"status\": \"success\"}");
    lost().ask();
    alertmanager.answers(200, "[" + alert(1, "fires") + ",");
    lost().ask();
    alertmanager.answers(200, "");
    lost().ask();

    assertThat(taken).isEmpty();
    assertThat(unanswered()).isEqualTo(3);
  }

  // Whatever was found by asking counted as lost, though its notification was on its way.
  @Test
  void firesAndWasNotDeliveredForLong_isLost_untilItIsDelivered(CapturedOutput output) {
    alertmanager.answers(200, list(3, "fires"));
    LostAlerts lost = lost();
    lost.ask();
    assertThat(notDelivered()).isZero();

    undelivered.add("f1");
    lost.ask();
    assertThat(notDelivered()).isEqualTo(1);
    assertThat(output).contains("has not delivered 1 of the alerts that fire within PT6M");

    undelivered.clear();
    lost.ask();
    assertThat(notDelivered()).isZero();
  }

  private double notDelivered() {
    return meters.get("runbook.alerts.undelivered").gauge().value();
  }

  private LostAlerts lost() {
    Map<String, String> settings =
        Map.of("runbook.alertmanager.url", alertmanager.url().toString());
    return new LostAlerts(
        new AlertmanagerApi(
            SettingsOf.type(AlertmanagerSettings.class, settings),
            new NotificationReader(Clock.systemUTC())),
        desk,
        Clock.fixed(NOW, ZoneOffset.UTC),
        meters);
  }

  private double unanswered() {
    return meters.get("runbook.alertmanager.unanswered").counter().count();
  }

  private static String list(int alerts, String summary) {
    return IntStream.range(0, alerts)
        .mapToObj(it -> alert(it, summary))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String alert(int number, String summary) {
    return """
        {"fingerprint": "f%d", "startsAt": "2026-11-28T19:05:46.623Z", "endsAt": "2999-01-01T00:00:00Z",
         "status": {"state": "active"}, "labels": {"alertname": "DhakaCartHighErrorRate"},
         "annotations": {"summary": "%s"}}"""
        .formatted(number, summary);
  }
}
