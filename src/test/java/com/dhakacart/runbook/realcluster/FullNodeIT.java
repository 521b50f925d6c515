package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The nodes are full of others' pods: what a change asks for finds no room, customers keep the pods
 * that they have, and a person is told why. Throttled CPU is the fault.
 */
@Tag("cluster")
class FullNodeIT extends ShopScenario {

  @BeforeEach
  void breakTheShop() {
    openAnew();
    shop.kubectl("patch", Shop.BACKEND, "--patch={\"spec\":{\"progressDeadlineSeconds\":20}}");
    shop.growCatalogue(0, 200);
    startProduct();
    monitoring.awaitThrottling();
    shop.fillNodes();
  }

  @AfterEach
  void emptyNodes() {
    shop.emptyNodes();
  }

  @Test
  void newPodsFindNoRoom_aPersonIsToldSo_andUndoRestoresWhatWas() {
    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("RESOURCE_EXHAUSTION");
    product.approve();

    JsonNode next = product.awaitTask("userTask_decideNextStep");
    assertThat(product.passed()).contains("event_changeFailed");
    assertThat(product.briefing(next)).contains("Insufficient cpu");
    assertThat(shop.limits()).isEqualTo("1Gi 1");
    product.decide(
        next, "senior", Map.of("decision", "UNDO_CHANGE", "reason", "There is no room."));

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(shop.limits()).isEqualTo("512Mi 300m");
              assertThat(shop.minReplicas()).isEqualTo(2);
            });
  }
}
