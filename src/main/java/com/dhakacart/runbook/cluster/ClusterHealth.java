package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * "Cannot reach the cluster": {@code UNREACHABLE}, or {@code REFUSED} where it does not know our
 * account; both take nothing from the health of the whole, since a runbook without its cluster
 * still pages people.
 */
@Component("clusterHealthIndicator")
class ClusterHealth implements HealthIndicator, MeterBinder {

  private final ClusterReach cluster;
  private final Clock clock;

  ClusterHealth(ClusterReach cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("runbook.cluster.silence", this, ClusterHealth::silence)
        .description(
            "Seconds since the API server does not answer, or refuses us; 0 while it answers")
        .baseUnit("seconds")
        .register(meters);
  }

  @Override
  public Health health() {
    return cluster
        .outage()
        .map(
            it ->
                Health.status(status(it.kind()))
                    .withDetail("since", it.since().toString())
                    .withDetail("problem", it.problem())
                    .build())
        .orElseGet(() -> Health.up().build());
  }

  private static String status(Kind kind) {
    return switch (kind) {
      case SILENCE -> "UNREACHABLE";
      case REFUSAL -> "REFUSED";
    };
  }

  private double silence() {
    return cluster
        .outage()
        .map(it -> Duration.between(it.since(), clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }
}
