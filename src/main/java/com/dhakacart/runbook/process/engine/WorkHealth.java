package com.dhakacart.runbook.process.engine;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * "Cannot work": {@code STUCK} while a step has failed as often as it may, or a timer is late. What
 * is stuck waits for a person, and a new start of this process would not help it.
 */
@Component("workHealthIndicator")
class WorkHealth implements HealthIndicator {

  private final EngineGauges gauges;

  WorkHealth(EngineGauges gauges) {
    this.gauges = gauges;
  }

  @Override
  public Health health() {
    long failed = gauges.jobsFailed();
    long overdue = gauges.timersOverdue();
    return (failed + overdue == 0 ? Health.up() : Health.status("STUCK"))
        .withDetail("steps that failed as often as they may", failed)
        .withDetail("timers that are late", overdue)
        .build();
  }
}
