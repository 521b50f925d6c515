package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_REFUSES_CONNECTIONS;
import static com.dhakacart.runbook.incident.Observation.Kind.NODE_UNDER_PRESSURE;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSignsTest {

  @ParameterizedTest
  @CsvSource({
    "Evicted, 'The node was low on resource: memory.'",
    "FailedScheduling, '0/3 nodes are available: 3 Insufficient memory.'",
    "FailedScheduling, '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.'",
    "NodeNotReady, Node is not ready"
  })
  void nodeThrowsOutOrTakesNoPods_isNoted(String reason, String message) {
    assertThat(unasked().warning(reason, message, 599).kinds()).contains(NODE_UNDER_PRESSURE);
    assertThat(unasked().warning(reason, message, 601).kinds()).doesNotContain(NODE_UNDER_PRESSURE);
  }

  @ParameterizedTest
  @CsvSource({
    "FailedScheduling, '0/3 nodes are available: persistentvolumeclaim not found.'",
    "Unhealthy, Readiness probe failed",
    "BackOff, Back-off restarting failed container"
  })
  void otherWarnings_sayNothingOfNodes(String reason, String message) {
    assertThat(unasked().warning(reason, message, 10).kinds()).doesNotContain(NODE_UNDER_PRESSURE);
  }

  @Test
  void nodeItselfSaysIt_isNotedWithItsName() {
    assertThat(unasked().nodeInTrouble("worker-1", "DiskPressure since 06:00").observations())
        .contains(new Observation(NODE_UNDER_PRESSURE, "node worker-1: DiskPressure since 06:00"));
  }

  // 'timeout exceeded when trying to connect' is said of waiting for a connection of the pool, this
  // of a new one: a restart would only make pods that never become ready.
  @Test
  void newConnectionsTimeOut_theDatabaseIsAway() {
    String error = "Connection terminated due to connection timeout";
    assertThat(unasked().line(3, "warn", "Database query attempt failed", error).kinds())
        .contains(DATABASE_REFUSES_CONNECTIONS);
    assertThat(unasked().line(2, "warn", "Database query attempt failed", error).kinds())
        .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
    assertThat(
            unasked()
                .line(
                    300,
                    "warn",
                    "Database query attempt failed",
                    "timeout exceeded when trying to connect")
                .kinds())
        .doesNotContain(DATABASE_REFUSES_CONNECTIONS);
  }

  private static Recording unasked() {
    return Recording.seenAt("23:00:00").alertSince("22:59:00");
  }
}
