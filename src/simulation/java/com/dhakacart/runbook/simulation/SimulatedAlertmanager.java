package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prometheus' rule for DhakaCartHighErrorRate and Alertmanager's webhook in one: over 5 % for a
 * moment fires, under it resolves, and each is delivered until it is taken.
 */
public class SimulatedAlertmanager implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SimulatedAlertmanager.class);
  private static final double THRESHOLD = 0.05;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  /** One answer of the receiver; {@code status} is 0 when there was none. */
  public record Delivery(String status, int answer, String body) {}

  private record Episode(Map<String, String> labels, Instant startsAt, Instant endsAt) {}

  private final TrafficHistory history;
  private final Pace pace;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "simulated-alertmanager");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> others = new CopyOnWriteArrayList<>();
  private volatile URI receiver;
  private volatile Episode firing;
  private Instant overSince;
  private Instant notifiedAt;
  private volatile long notification;

  SimulatedAlertmanager(TrafficHistory history, Pace pace) {
    this.history = history;
    this.pace = pace;
  }

  /** Where alerts go; null for nowhere. */
  public void receiver(URI alerts) {
    receiver = alerts;
  }

  public boolean isFiring() {
    return firing != null;
  }

  /** What was sent, and how it was answered. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Lets another alert fire, seen in Prometheus' {@code ALERTS} only, until it is cleared. */
  public void alsoFiring(String alertname, String service, String severity) {
    others.add(Map.of("alertname", alertname, "service", service, "severity", severity));
  }

  public void clearOthers() {
    others.clear();
  }

  /** As Prometheus' {@code ALERTS} shows them. */
  List<Map<String, String>> alerts() {
    List<Map<String, String>> all = new ArrayList<>();
    Episode now = firing;
    if (now != null) {
      all.add(now.labels);
    }
    all.addAll(others);
    return all.stream()
        .map(
            labels -> {
              Map<String, String> series = new TreeMap<>(labels);
              series.put("__name__", "ALERTS");
              series.put("alertstate", "firing");
              return series;
            })
        .map(series -> (Map<String, String>) series)
        .toList();
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }

  /**
   * Looks at the ratio.
   *
   * @param falseAlarm whether the rule fires whatever the ratio is
   */
  synchronized void evaluate(Instant at, boolean falseAlarm) {
    Instant now = at.truncatedTo(ChronoUnit.MILLIS); // as exact as Prometheus is
    boolean over = falseAlarm || history.errorRatio(now, WINDOW).orElse(0) > THRESHOLD;
    if (!over) {
      overSince = null;
      if (firing != null) {
        Episode ended = firing;
        firing = null;
        send(new Episode(ended.labels, ended.startsAt, now));
      }
      return;
    }
    if (overSince == null) {
      overSince = now;
    }
    if (firing == null && !now.isBefore(overSince.plus(pace.alertAfter()))) {
      firing = new Episode(labels(), now, null);
      notifiedAt = now;
      send(firing);
    } else if (firing != null && !now.isBefore(notifiedAt.plus(pace.repeatAlertAfter()))) {
      notifiedAt = now;
      send(firing);
    }
  }

  private static Map<String, String> labels() {
    return new TreeMap<>(
        Map.of(
            "alertname", "DhakaCartHighErrorRate",
            "service", "dhakacart-backend",
            "severity", "critical"));
  }

  private void send(Episode episode) {
    URI to = receiver;
    if (to == null) {
      return;
    }
    long number = ++notification;
    String body = Json.write(payload(episode));
    String status = episode.endsAt == null ? "firing" : "resolved";
    sender.execute(() -> deliver(to, status, body, number, Duration.ofMillis(500)));
  }

  /** Again on 5xx and on no answer, until something newer is to be said. */
  private void deliver(URI to, String status, String body, long number, Duration backoff) {
    int answer = post(to, status, body);
    boolean again = answer == 0 || answer >= 500;
    if (again && number == notification) {
      Duration next = backoff.multipliedBy(3).dividedBy(2);
      sender.schedule(
          () ->
              deliver(
                  to,
                  status,
                  body,
                  number,
                  next.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : next),
          backoff.toMillis(),
          TimeUnit.MILLISECONDS);
    } else if (answer >= 300) {
      log.warn("{} answered {} to an alert that is {}", to, answer, status);
    }
  }

  private int post(URI to, String status, String body) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(to)
                  .timeout(Duration.ofSeconds(10))
                  .header("Content-Type", "application/json")
                  .header("User-Agent", "Alertmanager/0.25.0")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      deliveries.add(new Delivery(status, answer.statusCode(), answer.body()));
      return answer.statusCode();
    } catch (IOException e) {
      deliveries.add(new Delivery(status, 0, String.valueOf(e.getMessage())));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private ObjectNode payload(Episode episode) {
    String status = episode.endsAt == null ? "firing" : "resolved";
    ObjectNode annotations =
        Json.object()
            .put(
                "description",
                "DhakaCart backend error rate is %.1f%% which is above the 5%% threshold"
                    .formatted(100 * history.errorRatio(episode.startsAt, WINDOW).orElse(0)))
            .put("runbook_url", "https://runbooks.dhakacart.com/high-error-rate")
            .put("summary", "DhakaCart backend has high error rate");
    ObjectNode labels = Json.tree(episode.labels);

    ObjectNode payload = Json.object().put("receiver", "critical-alerts").put("status", status);
    ArrayNode alerts = payload.putArray("alerts");
    ObjectNode alert = alerts.addObject().put("status", status);
    alert.set("labels", labels);
    alert.set("annotations", annotations);
    alert.put("startsAt", episode.startsAt.toString());
    alert.put(
        "endsAt", episode.endsAt == null ? "0001-01-01T00:00:00Z" : episode.endsAt.toString());
    alert.put("generatorURL", "http://prometheus:9090/graph?g0.tab=1");
    alert.put("fingerprint", fingerprint(episode.labels));

    payload
        .putObject("groupLabels")
        .put("alertname", episode.labels.get("alertname"))
        .put("service", episode.labels.get("service"));
    payload.set("commonLabels", labels);
    payload.set("commonAnnotations", annotations);
    payload.put("externalURL", "http://alertmanager:9093").put("version", "4");
    payload.put(
        "groupKey",
        "{}/{severity=\"critical\"}:{alertname=\"DhakaCartHighErrorRate\","
            + " service=\"dhakacart-backend\"}");
    return payload.put("truncatedAlerts", 0);
  }

  /** FNV-1a over the sorted labels, as Prometheus does it. */
  static String fingerprint(Map<String, String> labels) {
    long hash = 0xcbf29ce484222325L;
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      String text = label.getKey() + '\u00ff' + label.getValue() + '\u00ff';
      for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
        hash = (hash ^ (one & 0xff)) * 0x100000001b3L;
      }
    }
    return "%016x".formatted(hash);
  }
}
