package com.dhakacart.runbook.storm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delivers alerts as Alertmanager does: what is answered with 503 comes again. Sent by the thread
 * that measures: on a machine that the product shares, each thread more that a request passes
 * through would be measured with it.
 */
final class Deliveries {

  private static final int PATIENCE_MILLIS = 60_000;

  static {
    // idle ones that are kept, instead of 5: as many as the storm has
    System.setProperty("http.maxConnections", String.valueOf(StormOfAlerts.CONNECTIONS));
  }

  private final URL alerts;
  private final AtomicInteger putOff = new AtomicInteger();

  Deliveries(URI product) {
    try {
      this.alerts = product.resolve("/alerts").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
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
      HttpURLConnection request = (HttpURLConnection) alerts.openConnection();
      request.setConnectTimeout(PATIENCE_MILLIS);
      request.setReadTimeout(PATIENCE_MILLIS);
      request.setRequestProperty("Content-Type", "application/json");
      request.setDoOutput(true);
      try (OutputStream out = request.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
      int status = request.getResponseCode();
      String answer = answer(request);
      if (status != 200 && status != 503) {
        throw new IllegalStateException(status + " " + answer);
      }
      return status;
    } catch (IOException e) {
      throw new IllegalStateException("The product does not answer", e);
    }
  }

  /** Read to its end, else the connection is not used again. */
  private static String answer(HttpURLConnection request) throws IOException {
    try (InputStream answer =
        request.getErrorStream() == null ? request.getInputStream() : request.getErrorStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
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
