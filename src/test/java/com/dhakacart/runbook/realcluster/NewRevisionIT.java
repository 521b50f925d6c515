package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Releases of the image that ran before: what is new in them is a variable, a limit, a crash. */
@Tag("cluster")
class NewRevisionIT extends ShopScenario {

  @BeforeEach
  void start() {
    openAnew();
    startProduct();
  }

  @Test
  void variableBreaksEveryQuery_isRolledBack_andItIsNamed() {
    String own = shop.backend(".spec.template");
    shop.kubectl(
        "set",
        "env",
        Shop.BACKEND,
        "DB_URL=jdbc:postgresql://postgres:5432/shop?currentSchema=new");
    shop.awaitRollout();
    monitoring.awaitErrorRatioOver(0.5);

    product.alertFires();
    JsonNode task = product.awaitTask("userTask_approveChange");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("CODE_DEPLOYMENT");
    assertThat(product.briefing(task))
        .contains("kubectl rollout undo", "env[DB_URL]", "(hidden, changed)");
    product.approve();
    assertRecovered();
    assertThat(shop.backend(".spec.template")).isEqualTo(own);
  }

  /** No request fails: the new pod never takes one. */
  @Test
  void newPodCrashesWhileTheOldOnesServe_theRolloutThatRunsIsRolledBack() {
    shop.kubectl("set", "env", Shop.BACKEND, "RELEASE=unheard-of");
    await("a new pod has crashed")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> shop.containers("lastState.terminated.exitCode").contains("1"));

    product.alertFires();
    JsonNode task = awaitTaskOfARelease("userTask_approveChange");

    assertThat(product.briefing(task)).contains("kubectl rollout undo", "unheard-of");
    product.approve();
    assertRecovered();
    shop.awaitRollout();
    assertThat(shop.backend(".spec.template")).doesNotContain("unheard-of");
  }

  @Test
  void limitThrottlesEveryRequest_isRolledBackOrRaised() {
    shop.growCatalogue(0, 25);
    monitoring.awaitCustomers();
    shop.kubectl("set", "resources", Shop.BACKEND, "--limits=cpu=50m", "--requests=cpu=50m");
    shop.awaitRollout();
    monitoring.awaitThrottling();
    shop.awaitNoAnswer();

    product.alertFires();
    JsonNode task = awaitTaskOfARelease("userTask_approveChange");

    assertThat(product.briefing(task)).contains("cpu");
    product.approve();
    assertRecovered();
    assertThat(shop.limits()).doesNotContain("50m");
  }
}
