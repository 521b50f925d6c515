package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One shop with its Prometheus for a class of tests, and one product for each test. */
abstract class ShopScenario {

  static Shop shop;
  static Monitoring monitoring;

  Product product;

  @BeforeAll
  static void open() {
    Monitoring.mustBeInstalled();
    shop = Shop.open();
    monitoring = Monitoring.of(shop);
  }

  @AfterAll
  static void close() {
    if (monitoring != null) {
      monitoring.close();
    }
    if (shop != null) {
      shop.close();
    }
    monitoring = null;
    shop = null;
  }

  @AfterEach
  void stop() {
    if (product != null) {
      product.close();
    }
  }

  /** No trace of the test before, also not in the figures. */
  void openAnew() {
    shop.openAnew();
    monitoring.awaitCustomers();
  }

  /** With the two accounts of {@code docker/kubernetes}. */
  void startProduct(String... settings) {
    product = Product.start(shop, shop.kubeconfig("kubeconfig", null), monitoring.uri(), settings);
  }

  void assertRecovered() {
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A test's fault."));
    assertThat(product.word("outcome")).as(() -> product.report()).isEqualTo("RECOVERED");
  }

  /**
   * The task that opens for a release that is to blame. Where the machine is slow, slow answers may
   * make the cause unclear: then a person says it.
   */
  JsonNode awaitTaskOfARelease(String key) {
    JsonNode task = product.awaitAnyTask();
    if (!task.path("taskDefinitionKey").asText().equals("userTask_chooseCause")) {
      return product.awaitTask(key);
    }
    product.decide(
        task, "oncall", Map.of("cause", "CODE_DEPLOYMENT", "reason", "It came with the release."));
    return product.awaitTaskAfter(task, key);
  }
}
