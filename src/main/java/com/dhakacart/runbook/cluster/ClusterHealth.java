package com.dhakacart.runbook.cluster;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * "Cannot reach the cluster": {@code UNREACHABLE}, which takes nothing from the health of the
 * whole, since a runbook without its cluster still pages people.
 */
@Component("clusterHealthIndicator")
class ClusterHealth implements HealthIndicator {

  private final ClusterReach cluster;

  ClusterHealth(ClusterReach cluster) {
    this.cluster = cluster;
  }

  @Override
  public Health health() {
    return cluster
        .outage()
        .map(
            it ->
                Health.status("UNREACHABLE")
                    .withDetail("since", it.since().toString())
                    .withDetail("problem", it.problem())
                    .build())
        .orElseGet(() -> Health.up().build());
  }
}
