package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The runbook's causes, each with its real fault, from the alert to the outcome, by the two
 * accounts that {@code docker/kubernetes} grants. A person approves; nobody else touches the
 * cluster.
 */
@Tag("cluster")
class RealFaultsIT extends ShopScenario {

  @BeforeEach
  void start() {
    openAnew();
    startProduct();
  }

  @Test
  void badRelease_isRolledBack() {
    String good = shop.image();
    shop.rollOutBadRelease();
    monitoring.awaitErrorRatioOver(0.08);

    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertCause("CODE_DEPLOYMENT");
    assertThat(plan()).contains("kubectl rollout undo");
    product.approve();

    assertRecovered();
    assertThat(shop.image()).isEqualTo(good);
  }

  @Test
  void poolsFullOfSessionsThatNeverAnswer_areRestarted() {
    int before = shop.revision();
    shop.freezeSessions();
    monitoring.awaitErrorRatioOver(0.5);

    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertCause("DATABASE_CONNECTIONS");
    assertThat(plan()).contains("kubectl rollout restart");
    product.approve();

    assertRecovered();
    assertThat(shop.revision()).isEqualTo(before + 1);
  }

  @Test
  void containersKilledForMemory_getMoreOfIt_andGiveItBack() {
    shop.growCatalogue(650, 0);
    shop.awaitKilledForMemory();

    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertCause("RESOURCE_EXHAUSTION");
    assertThat(product.document("evidence").toString()).contains("OOMKilled");
    // the autoscaler would undo a plain scale
    assertThat(plan()).contains("minReplicas").doesNotContain("kubectl scale");
    product.approve();

    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A test's fault."));
    assertThat(product.word("outcome")).as(() -> product.report()).isEqualTo("RECOVERED");
    assertThat(shop.limits()).isEqualTo("1Gi 1");
    assertThat(shop.minReplicas()).isEqualTo(4);

    shop.shrinkCatalogue();
    product.decide("userTask_approveTakeBack", "oncall", Map.of("decision", "APPROVE"));
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(shop.limits()).isEqualTo("512Mi 300m");
              assertThat(shop.minReplicas()).isEqualTo(2);
            });
  }

  @Test
  void requestsThatNeedMoreCpuThanTheLimit_getMoreOfIt() {
    shop.growCatalogue(0, 200);
    monitoring.awaitThrottling();
    shop.awaitNoAnswer();

    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertCause("RESOURCE_EXHAUSTION");
    product.approve();

    assertRecovered();
    assertThat(shop.limits()).isEqualTo("1Gi 1");
  }

  @Test
  void redisIsAway_nothingIsChanged_untilPeopleBringItBack() {
    shop.stopRedis();

    product.alertFires();
    product.awaitTask("userTask_decideNextStep");
    assertCause("EXTERNAL_SERVICE");
    shop.startRedis();
    product.decide(
        "userTask_decideNextStep",
        "senior",
        Map.of("decision", "KEEP_WATCHING", "reason", "Redis is back."));

    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "Redis was away."));
    assertThat(product.word("outcome")).startsWith("RECOVERED");
    assertThat(shop.revision()).isEqualTo(1);
  }

  private void assertCause(String cause) {
    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo(cause);
  }

  private String plan() {
    JsonNode plan = product.document("plannedChange");
    return plan.toString();
  }
}
