package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import com.dhakacart.runbook.fixtures.SteppedClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.SimpleStatusAggregator;

/** "Cannot reach the cluster" is told apart from "cannot work". */
class ClusterHealthTest {

  private Optional<Outage> outage = Optional.empty();
  private final SteppedClock clock = new SteppedClock();
  private final ClusterHealth health = new ClusterHealth(() -> outage, clock);

  @Test
  void clusterIsSilent_isSaid_withWhenAndWhy_andTheWholeStaysUp() {
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

    outage = Optional.of(new Outage(Instant.EPOCH, Kind.SILENCE, "connect timed out"));

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

  @Test
  void clusterDoesNotKnowTheAccount_isNeitherUpNorAway_andTheWholeStaysUp() {
    outage = Optional.of(new Outage(Instant.EPOCH, Kind.REFUSAL, "check its token"));

    Health refused = health.health();
    assertThat(refused.getStatus().getCode()).isEqualTo("REFUSED");
    assertThat(refused.getDetails()).containsEntry("problem", "check its token");
    assertThat(
            new SimpleStatusAggregator()
                .getAggregateStatus(refused.getStatus(), Health.up().build().getStatus())
                .getCode())
        .isEqualTo("UP");
  }

  @ParameterizedTest
  @EnumSource
  void howLongItGivesNoAnswer_isMeasured(Kind kind) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    health.bindTo(meters);
    Gauge silence = meters.get("runbook.cluster.silence").gauge();
    assertThat(silence.value()).isZero();

    outage = Optional.of(new Outage(clock.instant(), kind, "connect timed out"));
    clock.forward(Duration.ofSeconds(90));
    assertThat(silence.value()).isEqualTo(90);

    outage = Optional.empty();
    assertThat(silence.value()).isZero();
  }
}
