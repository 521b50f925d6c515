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

/** The runbook's clocks, shortened: who is called, and who may decide then. */
@Tag("cluster")
class TimersIT extends ShopScenario {

  private Gate looking;

  @BeforeEach
  void breakTheShop() {
    looking = Gate.toTheApiServer();
    openAnew();
    shop.rollOutBadRelease();
    monitoring.awaitErrorRatioOver(0.08);
  }

  @AfterEach
  void closeGate() {
    looking.close();
  }

  @Test
  void immediateActionsTakeTooLong_infrastructureTeamIsCalled_andAPersonChooses() {
    product =
        Product.start(
            shop,
            shop.kubeconfig("looking.kubeconfig", looking.url()),
            monitoring.uri(),
            "runbook.cluster.request-timeout=2s",
            "runbook.phases.immediate-actions=15s");
    looking.cut();
    product.alertFires();

    product.awaitTask("userTask_chooseCause");

    assertThat(product.passed()).contains("event_immediateActionsTimedOut");
    awaitPage("no answer to: ");
    looking.open();
  }

  @Test
  void notImprovedInTime_seniorEngineerIsCalled_andMayApprove() {
    startProduct("runbook.phases.investigation=15s");
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");

    awaitPage("no change was made so far");
    product.decide(approval, "senior", Map.of("decision", "APPROVE", "reason", "I was called."));

    assertRecovered();
    assertThat(shop.image()).endsWith(":v1");
  }

  @Test
  void nobodyDecides_onCallIsReminded_andInTheEndNothingIsChanged() {
    startProduct("runbook.approval.remind-after=5s", "runbook.approval.give-up-after=20s");
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");

    product.awaitTaskAfter(approval, "userTask_decideNextStep");

    assertThat(product.passed()).contains("event_noDecision", "event_noDecisionInTime");
    assertThat(product.pages()).isNotEmpty();
    assertThat(shop.revision()).isEqualTo(2);
  }

  @Test
  void noRecoveryInTime_seniorEngineerDecides_andTheNextCauseHeals() {
    startProduct("runbook.phases.recovery=45s");
    product.alertFires();
    product.decide(
        "userTask_approveChange",
        "oncall",
        Map.of(
            "decision", "CHOOSE_ANOTHER_CAUSE",
            "cause", "DATABASE_CONNECTIONS",
            "reason", "To see that a restart does not help."));
    product.approve();

    JsonNode next = product.awaitTask("userTask_decideNextStep");
    assertThat(product.passed()).contains("event_recoveryTimedOut");
    assertThat(product.pages()).isNotEmpty();
    product.decide(
        next,
        "senior",
        Map.of(
            "decision", "TRY_ANOTHER_CAUSE",
            "cause", "CODE_DEPLOYMENT",
            "reason", "The release is what changed."));
    product.approve();

    assertRecovered();
    assertThat(shop.image()).endsWith(":v1");
  }

  private void awaitPage(String words) {
    await(words)
        .atMost(Duration.ofMinutes(1))
        .until(() -> product.pages().stream().anyMatch(page -> page.contains(words)));
  }
}
