package com.dhakacart.runbook.backend;

import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CustomersTest {

  @Test
  void customers_askForEveryRouteOfTheShop() {
    try (BackendServer shop = new BackendServer(0, Release.GOOD, line -> {});
        Customers customers = new Customers(shop.uri(), 200)) {
      await().until(() -> Stream.of(Route.values()).allMatch(route -> wasAsked(shop, route)));
    }
  }

  private static boolean wasAsked(BackendServer shop, Route route) {
    return shop.requests().stream().anyMatch(count -> count.route().equals(route.label()));
  }
}
