package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.SimpleStatusAggregator;

/** "Cannot reach the cluster" is told apart from "cannot work". */
class ClusterHealthTest {

  private Optional<Outage> outage = Optional.empty();
  private final ClusterHealth health = new ClusterHealth(() -> outage);

  @Test
  void clusterIsSilent_isSaid_withWhenAndWhy_andTheWholeStaysUp() {
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

    outage = Optional.of(new Outage(Instant.EPOCH, "connect timed out"));

    Health silent = health.health();
    assertThat(silent.getStatus().getCode()).isEqualTo("UNREACHABLE");
    assertThat(silent.getDetails())
        .containsEntry("since", "1970-01-01T00:00:00Z")
        .containsEntry("problem", "connect timed out");
    assertThat(
            new SimpleStatusAggregator()
                .getAggregateStatus(silent.getStatus(), Health.up().build().getStatus())
                .getCode())
        .isEqualTo("UP");
  }
}
