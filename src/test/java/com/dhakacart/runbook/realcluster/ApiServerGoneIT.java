package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The API server goes away, in each phase, for {@code -Drunbook.test.outage} seconds: the process
 * waits or asks a person, and nothing is lost or done twice. A bad release is the fault.
 */
@Tag("cluster")
class ApiServerGoneIT extends ShopScenario {

  private static final Duration OUTAGE =
      Duration.ofSeconds(Long.getLong("runbook.test.outage", 60L));

  /** Each rollout is one: the good release, the bad one, and the way back. */
  private static final int ONE_ROLLBACK = 3;

  private Gate looking;
  private Gate changing;

  @BeforeEach
  void breakTheShop() {
    looking = Gate.toTheApiServer();
    changing = Gate.toTheApiServer();
    openAnew();
    shop.rollOutBadRelease();
    monitoring.awaitErrorRatioOver(0.08);
  }

  @AfterEach
  void closeGates() {
    looking.close();
    changing.close();
  }

  @Test
  void awayForAMomentInEveryPhase_theProcessWaits_andRollsBackOnce() {
    // tried every few seconds here, so that 20 times would be over within the outage
    start("runbook.cluster.request-timeout=3s", "runbook.phases.change-attempts=60");

    cutBoth();
    product.alertFires();
    staysSo(() -> product.openTasks().isEmpty());
    openBoth();
    JsonNode approval = product.awaitTask("userTask_approveChange");

    cutBoth();
    product.decide(approval, "oncall", Map.of("decision", "APPROVE"));
    staysSo(() -> product.openTasks().isEmpty() && shop.revision() == 2);
    openBoth();
    await().atMost(Duration.ofMinutes(1)).until(() -> shop.revision() == ONE_ROLLBACK);

    // while it rolls out, and while recovery is watched
    cutBoth();
    staysSo(() -> product.openTasks().isEmpty() && product.word("outcome") == null);
    openBoth();

    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));
    assertThat(product.word("outcome")).isEqualTo("RECOVERED");
    assertThat(shop.revision()).isEqualTo(ONE_ROLLBACK);
  }

  @Test
  void awayForTooLong_aPersonMakesTheChange() {
    start("runbook.cluster.request-timeout=3s", "runbook.phases.change-attempts=2");
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");
    String command = product.document("plannedChange").path("command").asText();

    cutBoth();
    product.decide(approval, "oncall", Map.of("decision", "APPROVE"));
    JsonNode byHand = product.awaitTask("userTask_changeByHand");
    String output = TestCluster.shell(command);
    openBoth();
    product.decide(byHand, "oncall", Map.of("decision", "DONE", "output", output));

    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));
    assertThat(product.word("outcome")).isEqualTo("RECOVERED");
    assertThat(shop.revision()).isEqualTo(ONE_ROLLBACK);
  }

  @Test
  void answerToTheChangeIsLost_itIsRecognized_andNotMadeAgain() {
    start("runbook.cluster.request-timeout=3s", "runbook.cluster.retries=0");
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");

    changing.mute();
    product.decide(approval, "oncall", Map.of("decision", "APPROVE"));

    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));
    assertThat(product.word("outcome")).as(() -> product.report()).isEqualTo("RECOVERED");
    assertThat(shop.revision()).isEqualTo(ONE_ROLLBACK);
    assertThat(product.passed())
        .filteredOn("serviceTask_rollBackRelease"::equals)
        .as("asked again")
        .hasSizeGreaterThan(1);
  }

  private void start(String... settings) {
    Path look = shop.kubeconfig("looking.kubeconfig", looking.url());
    Path change = shop.kubeconfig("changing.kubeconfig", changing.url());
    String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "runbook.cluster.changes.kubeconfig=" + change;
    product = Product.start(shop, look, monitoring.uri(), all);
  }

  private void cutBoth() {
    looking.cut();
    changing.cut();
  }

  private void openBoth() {
    looking.open();
    changing.open();
  }

  /** All the time that the API server is away. */
  private static void staysSo(BooleanSupplier condition) {
    await()
        .during(OUTAGE)
        .atMost(OUTAGE.plusSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(condition::getAsBoolean);
  }
}
