package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.oncall.PeopleReach;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * "Cannot reach people": {@code UNREACHABLE} while a page is there that nobody took, and where no
 * way to anybody is configured. Pages are counted now and then, and not for each probe.
 */
@Component("peopleHealthIndicator")
class PeopleHealth implements HealthIndicator {

  private final Pages pages;
  private final PeopleReach reach;
  private volatile int failed;

  PeopleHealth(Pages pages, PeopleReach reach, MeterRegistry meters) {
    this.pages = pages;
    this.reach = reach;
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
    Optional<String> nobody = reach.nobodyBecause();
    Health.Builder health =
        failed == 0 && nobody.isEmpty() ? Health.up() : Health.status("UNREACHABLE");
    nobody.ifPresent(it -> health.withDetail("problem", it));
    return health.withDetail("pages not sent", failed).build();
  }
}
