package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each right of {@code docker/kubernetes/rbac-change.yaml} taken away: a person is given the
 * command that does what was approved, and the rest is done all the same. A bad release is the
 * fault.
 */
@Tag("cluster")
class LeastRightsIT extends ShopScenario {

  @BeforeEach
  void breakTheShop() {
    openAnew();
    shop.rollOutBadRelease();
    monitoring.awaitErrorRatioOver(0.08);
  }

  @Test
  void mayNotPatchTheDeployment_rollbackIsTypedByHand_andHeals() {
    shop.mayNotPatch("deployments");
    startProduct();
    product.alertFires();
    product.awaitTask("userTask_approveChange");
    JsonNode byHand = approvedButRefused("kubectl rollout undo");
    assertThat(shop.image()).endsWith(":v2-bad");

    type(byHand);

    assertRecovered();
    assertThat(shop.image()).endsWith(":v1");
  }

  @Test
  void mayNotPatchTheDeployment_restartIsTypedByHand() {
    shop.mayNotPatch("deployments");
    startProduct();
    product.alertFires();
    choose("DATABASE_CONNECTIONS");
    int before = shop.revision();
    JsonNode byHand = approvedButRefused("kubectl rollout restart");

    type(byHand);

    assertThat(shop.revision()).isEqualTo(before + 1);
  }

  @Test
  void mayNotPatchTheAutoscaler_limitsAreRaised_andItsFloorIsTypedByHand() {
    shop.mayNotPatch("horizontalpodautoscalers");
    startProduct();
    product.alertFires();
    choose("RESOURCE_EXHAUSTION");
    JsonNode byHand = approvedButRefused("minReplicas");
    assertThat(shop.limits()).isEqualTo("1Gi 1");
    assertThat(shop.minReplicas()).isEqualTo(2);

    type(byHand);

    assertThat(shop.minReplicas()).isEqualTo(4);
    assertThat(shop.limits()).isEqualTo("1Gi 1");
  }

  @Test
  void mayNotPatchTheScale_limitsAreRaised_andReplicasAreTypedByHand() {
    shop.kubectl("delete", "hpa/dhakacart-backend-hpa");
    shop.mayNotPatch("deployments/scale");
    startProduct();
    product.alertFires();
    choose("RESOURCE_EXHAUSTION");
    JsonNode byHand = approvedButRefused("kubectl scale");
    assertThat(shop.limits()).isEqualTo("1Gi 1");
    assertThat(shop.backend(".spec.replicas")).isEqualTo("2");

    type(byHand);

    assertThat(shop.backend(".spec.replicas")).isEqualTo("4");
  }

  @Test
  void mayNotLookAtPods_isUnknown_andAPersonIsToldWhichRightIsMissing() {
    shop.mayNotLookAt("pods");
    shop.mayNotLookAt("pods/log");
    startProduct("runbook.phases.immediate-actions=10s");
    product.alertFires();

    JsonNode task = product.awaitAnyTask();

    assertThat(product.passed()).contains("event_immediateActionsTimedOut");
    assertThat(product.report()).contains("The account may not do this", "grant the right");
    assertThat(product.briefing(task)).contains("unknown");
    assertThat(shop.revision()).isEqualTo(2);
  }

  private void choose(String cause) {
    product.decide(
        "userTask_approveChange",
        "oncall",
        Map.of(
            "decision", "CHOOSE_ANOTHER_CAUSE",
            "cause", cause,
            "reason", "To see what this account may do."));
    product.awaitTask("userTask_approveChange");
  }

  /** Approves; the task says what the cluster refused, and the command. */
  private JsonNode approvedButRefused(String command) {
    product.approve();
    JsonNode byHand = product.awaitTask("userTask_changeByHand");
    assertThat(product.briefing(byHand)).contains("403", command);
    return byHand;
  }

  /** As a person would: what the task shows, and what came out. */
  private void type(JsonNode byHand) {
    String output = TestCluster.shell(product.commands(byHand));
    product.decide(byHand, "oncall", Map.of("decision", "DONE", "output", output));
  }
}
