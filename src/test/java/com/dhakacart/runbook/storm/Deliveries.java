package com.dhakacart.runbook.storm;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Delivers alerts as Alertmanager does: what is answered with 503 comes again. */
final class Deliveries {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI alerts;
  private final AtomicInteger putOff = new AtomicInteger();

  Deliveries(URI product) {
    this.alerts = product.resolve("/alerts");
  }

  /** How often a delivery was answered with 503. */
  int putOff() {
    return putOff.get();
  }

  /**
   * @param service as the settings call it, and the alert's fingerprint with it
   * @return nanoseconds until it was taken
   */
  long deliver(String service, String severity, Instant startsAt) {
    String body =
        """
        {"version":"4","status":"firing","receiver":"runbook","alerts":[{"status":"firing",
         "labels":{"alertname":"DhakaCartHighErrorRate","service":"%s","severity":"%s"},"annotations":{},
         "startsAt":"%s","endsAt":"0001-01-01T00:00:00Z","fingerprint":"%s"}]}\
        """
            .formatted(service, severity, startsAt, service);
    long begun = System.nanoTime();
    while (status(body) == 503) {
      putOff.incrementAndGet();
      pause();
    }
    return System.nanoTime() - begun;
  }

  private int status(String body) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(alerts)
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != 200 && answer.statusCode() != 503) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer.statusCode();
    } catch (IOException e) {
      throw new IllegalStateException("The product does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Over that many connections at once. */
  Times all(List<String> services, String severity, Instant startsAt, int connections)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    long begun = System.nanoTime();
    try {
      List<Future<Long>> sent = new ArrayList<>();
      for (String service : services) {
        sent.add(threads.submit(() -> deliver(service, severity, startsAt)));
      }
      long[] nanos = new long[sent.size()];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = sent.get(i).get();
      }
      return new Times(nanos, System.nanoTime() - begun);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * @param nanos of each
   * @param whole from the first to the last
   */
  record Times(long[] nanos, long whole) {

    Times {
      Arrays.sort(nanos);
    }

    double millis(double part) {
      return nanos[(int) Math.min(nanos.length - 1, part * nanos.length)] / 1e6;
    }

    double aSecond() {
      return nanos.length / (whole / 1e9);
    }

    @Override
    public String toString() {
      return "%.0f a second, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms"
          .formatted(aSecond(), millis(0.5), millis(0.95), millis(0.99));
    }
  }
}
