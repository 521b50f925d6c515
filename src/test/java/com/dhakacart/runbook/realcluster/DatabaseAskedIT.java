package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A lock of somebody else, where the database may be asked who holds it, and where it is silent.
 */
@Tag("cluster")
class DatabaseAskedIT extends ShopScenario {

  private PortForward postgres;
  private Gate gate;

  @BeforeEach
  void lock() {
    openAnew();
    postgres = PortForward.to(shop, "deployment/postgres", 5432);
    gate = Gate.to(URI.create("http://127.0.0.1:" + postgres.port()));
    startProduct(
        "runbook.database.url=jdbc:postgresql://127.0.0.1:%d/shop?sslmode=disable"
            .formatted(gate.port()),
        "runbook.database.username=shop",
        "runbook.database.password=shop-in-a-test");
    shop.lockProducts();
    monitoring.awaitErrorRatioOver(0.5);
  }

  @AfterEach
  void unlock() {
    shop.endTheLock();
    gate.close();
    postgres.close();
  }

  @Test
  void databaseNamesWhoHoldsTheLock_nothingIsRestarted_andAPersonIsToldWhatEndsIt() {
    String own = shop.backend(".spec");

    product.alertFires();
    JsonNode task = product.awaitTask("userTask_decideNextStep");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("DATABASE_CONNECTIONS");
    assertThat(product.briefing(task)).contains("holds the lock", "pg_terminate_backend");
    assertThat(shop.backend(".spec")).isEqualTo(own);
    shop.endTheLock();
    product.decide(task, "senior", Map.of("decision", "KEEP_WATCHING", "reason", "It was ended."));
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A lock."));
    assertThat(product.word("outcome")).as(() -> product.report()).startsWith("RECOVERED");
  }

  @Test
  void databaseThatIsSilent_isASignByItself_andOnePodIsRestartedFirst() {
    gate.mute();

    product.alertFires();
    JsonNode task = product.awaitTask("userTask_approveChange");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("DATABASE_CONNECTIONS");
    assertThat(product.briefing(task)).contains("Probe: ", "does not answer", "pg_blocking_pids");
  }
}
