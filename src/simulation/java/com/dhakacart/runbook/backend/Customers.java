package com.dhakacart.runbook.backend;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Customers who ask at a steady rate, however slowly they are answered, in the proportions that
 * were measured in front of the real backend.
 */
public class Customers implements AutoCloseable {

  /** Longer than any answer that is still worth having. */
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  private static final List<String> TWENTY_REQUESTS =
      List.of(
          "GET /api/products",
          "GET /api/products",
          "GET /api/products",
          "GET /api/products",
          "GET /api/products/%d",
          "GET /api/products/%d",
          "GET /api/products/%d",
          "GET /api/products/%d",
          "GET /products",
          "GET /products",
          "GET /products",
          "GET /products",
          "GET /products",
          "GET /products",
          "GET /api/reviews/products/%d",
          "GET /api/reviews/products/%d",
          "GET /api/reviews/products/%d",
          "POST /create-payment-intent",
          "POST /create-payment-intent",
          "POST /create-payment-intent");

  private final URI shop;
  private final Duration patience;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

  public Customers(URI shop, int perSecond) {
    this(shop, perSecond, USUAL_PATIENCE);
  }

  /**
   * @param patience after it a customer gives up, and the backend counts nothing
   */
  public Customers(URI shop, int perSecond, Duration patience) {
    this.shop = shop;
    this.patience = patience;
    clock.scheduleAtFixedRate(
        () -> threads.execute(this::ask), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  /**
   * Asks SHOP, RATE times a second, waits PATIENCE seconds for each answer, and says every ten
   * seconds what came back.
   */
  public static void main(String[] args) throws InterruptedException {
    // A kept-alive connection stays with one pod; customers are spread over all of them.
    System.setProperty("http.keepAlive", "false");
    Map<String, String> env = System.getenv();
    Customers customers =
        new Customers(
            URI.create(env.get("SHOP")),
            Integer.parseInt(env.getOrDefault("RATE", "20")),
            Duration.ofSeconds(Long.parseLong(env.getOrDefault("PATIENCE", "10"))));
    while (true) {
      Thread.sleep(10_000);
      System.out.println(customers.answers);
      customers.answers.clear();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdownNow();
  }

  private void ask() {
    answers.computeIfAbsent(answer(), key -> new LongAdder()).increment();
  }

  /** The status, or what came in the place of one. */
  private String answer() {
    ThreadLocalRandom dice = ThreadLocalRandom.current();
    String request =
        TWENTY_REQUESTS.get(dice.nextInt(TWENTY_REQUESTS.size())).formatted(dice.nextInt(1, 100));
    String[] methodAndPath = request.split(" ");
    try {
      HttpURLConnection connection =
          (HttpURLConnection) shop.resolve(methodAndPath[1]).toURL().openConnection();
      connection.setRequestMethod(methodAndPath[0]);
      connection.setConnectTimeout((int) patience.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        body.readAllBytes();
      }
      return String.valueOf(status);
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}
