package com.dhakacart.runbook.simulation;

import com.dhakacart.runbook.backend.Answer;
import com.dhakacart.runbook.backend.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * DhakaCart's customers: about 20 requests a second, spread over the routes as measured. They are
 * not sent over HTTP (nobody waits for them): each pod is asked how it would answer, and what
 * matters of the answer is kept, in the traffic's history and in the pod's log.
 */
class Customers {

  /** Without a ready pod only a few get through: those whose connections are still open. */
  private static final int WITHOUT_ENDPOINTS = 4;

  private static final Duration USUAL = Duration.ofMillis(10);

  private static final Map<Route, Double> SHARES =
      new EnumMap<>(
          Map.of(
              Route.PRODUCTS, 0.237,
              Route.PRODUCT, 0.217,
              Route.CACHED_PRODUCTS, 0.296,
              Route.REVIEWS, 0.094,
              Route.PAYMENT, 0.156));

  private final Kubelet kubelet;
  private final TrafficHistory history;
  private final Random random = new Random(4_711);
  private volatile int perSecond = 20;
  private long served;
  private int turn;

  Customers(Kubelet kubelet, TrafficHistory history) {
    this.kubelet = kubelet;
    this.history = history;
  }

  /** 0 for a shop that nobody visits. */
  void perSecond(int requests) {
    perSecond = requests;
  }

  /** Visits the shop in every second since the last time that is over by {@code now}. */
  void visitUntil(Instant now) {
    for (long second = served + 1; second < now.getEpochSecond(); second++) {
      visit(Instant.ofEpochSecond(second));
      served = second;
    }
  }

  /** Forgets the seconds that begin after {@code then}, so that they can be lived through again. */
  void turnBackTo(Instant then) {
    served = then.getEpochSecond();
    history.forgetFrom(then.plusSeconds(1));
  }

  private void visit(Instant second) {
    List<SimulatedPod> pods = kubelet.backends().stream().filter(SimulatedPod::isReady).toList();
    int requests = perSecond;
    if (pods.isEmpty()) {
      pods = kubelet.backends().stream().filter(SimulatedPod::isRunning).toList();
      requests = Math.min(requests, WITHOUT_ENDPOINTS);
    }
    for (int i = 0; i < requests && !pods.isEmpty(); i++) {
      SimulatedPod pod = pods.get(turn++ % pods.size());
      visit(second.plusMillis(1_000L * i / requests), pod, anyRoute());
    }
    history.forgetOld(second);
  }

  private void visit(Instant at, SimulatedPod pod, Route route) {
    Answer answer = pod.answerCustomer(route);
    history.add(
        at, new TrafficHistory.Series(route.label(), answer.status()), answer.after().plus(USUAL));
    answer
        .log()
        .forEach(line -> pod.log().write(at, line, route.method(), urlOf(route), answer.status()));
  }

  private Route anyRoute() {
    double draw = random.nextDouble();
    for (Map.Entry<Route, Double> share : SHARES.entrySet()) {
      draw -= share.getValue();
      if (draw < 0) {
        return share.getKey();
      }
    }
    return Route.PRODUCTS;
  }

  private String urlOf(Route route) {
    int product = 1 + random.nextInt(200);
    return switch (route) {
      case PRODUCTS -> "/api/products";
      case PRODUCT -> "/api/products/" + product;
      case CACHED_PRODUCTS -> "/products";
      case REVIEWS -> "/api/reviews/products/" + product;
      case PAYMENT -> "/create-payment-intent";
    };
  }
}
