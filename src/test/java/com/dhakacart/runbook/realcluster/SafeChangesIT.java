package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What other people do to the Deployment while a decision is open, and what the account may not do.
 * A bad release is the fault.
 */
@Tag("cluster")
class SafeChangesIT {

  private static Shop shop;
  private static Monitoring monitoring;

  private Product product;

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
  }

  @BeforeEach
  void breakTheShop() {
    shop.mayChange();
    shop.openAnew();
    shop.rollOutBadRelease();
    product = Product.start(shop, shop.kubeconfig("kubeconfig", null), monitoring.uri());
    monitoring.awaitErrorRatioOver(0.08);
  }

  @AfterEach
  void stop() {
    product.close();
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

  @Test
  void accountMayNotChange_personIsGivenTheCommandThatHeals() {
    shop.mayNotChange();
    product.alertFires();
    product.awaitTask("userTask_approveChange");
    String command = product.document("plannedChange").path("command").asText();
    assertThat(command).startsWith("kubectl rollout undo");
    product.approve();

    JsonNode byHand = product.awaitTask("userTask_changeByHand");
    assertThat(product.briefing(byHand)).contains("403", command);
    assertThat(shop.image()).endsWith(":v2-bad");
    String output = TestCluster.shell(command);
    product.decide(byHand, "oncall", Map.of("decision", "DONE", "output", output));

    assertRecovered();
    assertThat(shop.image()).endsWith(":v1");
  }

  private void assertRecovered() {
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));
    assertThat(product.word("outcome")).as(() -> product.report()).isEqualTo("RECOVERED");
  }
}
