package com.dhakacart.runbook.process.paging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * "Cannot reach people": {@code UNREACHABLE} while a page is there that nobody took. Counted now
 * and then, and not for each probe.
 */
@Component("peopleHealthIndicator")
class PeopleHealth implements HealthIndicator {

  private final Pages pages;
  private volatile int failed;

  PeopleHealth(Pages pages, MeterRegistry meters) {
    this.pages = pages;
    Gauge.builder("runbook.pages.unsent", this, it -> it.failed)
        .description("Pages that no way to their team took yet")
        .register(meters);
  }

  @Scheduled(fixedDelayString = "${runbook.gauges.every:15s}")
  void count() {
    failed = pages.failed();
  }

  @Override
  public Health health() {
    return (failed == 0 ? Health.up() : Health.status("UNREACHABLE"))
        .withDetail("pages not sent", failed)
        .build();
  }
}
