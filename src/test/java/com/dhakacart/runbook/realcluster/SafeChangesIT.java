package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What other people do to the Deployment while a decision is open. A bad release is the fault. */
@Tag("cluster")
class SafeChangesIT extends ShopScenario {

  @BeforeEach
  void breakTheShop() {
    openAnew();
    shop.rollOutBadRelease();
    startProduct();
    monitoring.awaitErrorRatioOver(0.08);
  }

  @Test
  void templateChangedWhileApprovalIsOpen_isPlannedAndAskedAgain() {
    product.alertFires();
    product.decide(
        "userTask_approveChange",
        "oncall",
        Map.of(
            "decision", "CHOOSE_ANOTHER_CAUSE",
            "cause", "DATABASE_CONNECTIONS",
            "reason", "To see what a restart does."));
    JsonNode seen = product.awaitTask("userTask_approveChange");
    shop.kubectl("set", "env", Shop.BACKEND, "SOMEBODY=was-here");
    shop.awaitRollout();
    int revision = shop.revision();

    product.decide(seen, "oncall", Map.of("decision", "APPROVE"));

    product.awaitTask("userTask_approveChange");
    assertThat(shop.revision()).isEqualTo(revision);
    assertThat(product.passed()).contains("event_changeDrifted");
    assertThat(product.word("drift")).contains("env");
  }

  @Test
  void podsComeAndGoWhileApprovalIsOpen_theChangeIsMade() {
    product.alertFires();
    JsonNode seen = product.awaitTask("userTask_approveChange");
    shop.kubectl("delete", "pods", "--selector=app=dhakacart-backend", "--wait=false");

    product.decide(seen, "oncall", Map.of("decision", "APPROVE"));

    assertRecovered();
    assertThat(product.passed()).doesNotContain("event_changeDrifted");
    assertThat(shop.image()).endsWith(":v1");
  }

  @Test
  void somebodyRolledBackFirst_theBadReleaseDoesNotComeBack() {
    product.alertFires();
    JsonNode seen = product.awaitTask("userTask_approveChange");
    shop.kubectl("rollout", "undo", Shop.BACKEND);
    shop.awaitRollout();

    product.decide(seen, "oncall", Map.of("decision", "APPROVE"));

    assertRecovered();
    assertThat(shop.image()).endsWith(":v1");
    assertThat(shop.revision()).isEqualTo(3);
  }
}
