package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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

  /** No connection to the database is configured, so that one pod is tried first. */
  @Test
  void poolsFullOfSessionsThatNeverAnswer_areRestarted_afterOnePodWas() {
    shop.kubectl(
        "patch",
        Shop.BACKEND,
        "--patch={\"spec\":{\"strategy\":{\"rollingUpdate\":{\"maxSurge\":\"50%\",\"maxUnavailable\":\"25%\"}}}}");
    String own = shop.backend(".spec.strategy");
    Set<String> stuck = shop.pods();
    int before = shop.revision();
    shop.freezeSessions();
    monitoring.awaitErrorRatioOver(0.5);

    product.alertFires();
    product.awaitTask("userTask_approveChange");
    assertCause("DATABASE_CONNECTIONS");
    assertThat(plan()).contains("Probe: ", "kubectl rollout restart", "kubectl rollout pause");
    product.approve();

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> shop.backend(".spec.paused").equals("true"));
    assertThat(shop.pods()).containsAll(stuck).hasSize(stuck.size() + 1);

    assertRecovered();
    assertThat(shop.revision()).isEqualTo(before + 1);
    assertThat(shop.pods()).doesNotContainAnyElementsOf(stuck);
    assertThat(shop.backend(".spec.strategy")).isEqualTo(own);
    assertThat(shop.backend(".spec.paused")).isEmpty();
  }

  /** A restart of all pods was measured to make it worse. */
  @Test
  void lockOfSomebodyElse_onePodFillsUpAgain_isTakenBack_andAPersonIsTold() {
    String own = shop.backend(".spec");
    Set<String> stuck = shop.pods();
    shop.lockProducts();
    try {
      monitoring.awaitErrorRatioOver(0.5);
      product.alertFires();
      product.awaitTask("userTask_approveChange");
      assertCause("DATABASE_CONNECTIONS");
      product.approve();

      product.awaitTask("userTask_decideNextStep");
      assertThat(product.word("problem"))
          .as(() -> product.report())
          .contains("A restart does not help", "pg_blocking_pids", "The probe was taken back");
      assertThat(shop.backend(".spec")).isEqualTo(own);
      assertThat(shop.pods()).containsAll(stuck).hasSizeLessThanOrEqualTo(stuck.size() + 1);
    } finally {
      shop.endTheLock();
    }
    // no pod is taken away while too few are ready, the probe's own neither
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(shop.pods()).isEqualTo(stuck));
    product.decide(
        "userTask_decideNextStep",
        "senior",
        Map.of("decision", "KEEP_WATCHING", "reason", "The transaction was ended."));
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A lock."));
    assertThat(product.word("outcome")).startsWith("RECOVERED");
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
