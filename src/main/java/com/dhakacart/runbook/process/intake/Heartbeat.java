package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.process.AlertsSilent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * When something was last heard from Alertmanager, on whichever node, so that silence is noticed: a
 * watchdog alert, which always fires, makes it speak every few minutes. Written down now and then,
 * and not with each delivery. The start counts as heard.
 */
@Component
class Heartbeat implements HealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final String ALERTMANAGER = "alertmanager";

  private final HeartbeatSettings settings;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  private volatile Instant heardHere;
  private volatile Instant heard;
  private volatile boolean silent;

  Heartbeat(
      HeartbeatSettings settings,
      JdbcClient jdbc,
      Clock clock,
      ApplicationEventPublisher events,
      MeterRegistry meters) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.clock = clock;
    this.events = events;
    this.heardHere = clock.instant();
    this.heard = heardHere;
    Gauge.builder("runbook.alertmanager.silence", this, it -> it.silence().toMillis() / 1000.0)
        .description("Seconds since something was heard from Alertmanager")
        .baseUnit("seconds")
        .register(meters);
  }

  /** A delivery came in and was understood. */
  void heard() {
    heardHere = clock.instant();
  }

  @Scheduled(fixedDelayString = "${runbook.alerting.listen-every:15s}")
  void listen() {
    heard = write(heardHere);
    boolean isSilent =
        settings.silentAfter() != null && silence().compareTo(settings.silentAfter()) > 0;
    if (isSilent && !silent) {
      log.error(
          "Nothing was heard from Alertmanager since {}; look whether it runs and reaches /alerts",
          heard);
      events.publishEvent(new AlertsSilent(heard));
    } else if (silent && !isSilent) {
      log.info("Alertmanager is heard again");
    }
    silent = isSilent; // last, so that what nobody could be told of is told the next time
  }

  /** The newest of what any node heard. */
  private Instant write(Instant mine) {
    Optional<Instant> known =
        jdbc.sql("select heard_at from runbook_heard where sender = ?")
            .param(ALERTMANAGER)
            .query((row, n) -> row.getTimestamp(1).toInstant())
            .optional();
    if (known.isEmpty()) {
      insert(mine);
    } else if (known.get().isBefore(mine)) {
      jdbc.sql("update runbook_heard set heard_at = ? where sender = ? and heard_at < ?")
          .params(Timestamp.from(mine), ALERTMANAGER, Timestamp.from(mine))
          .update();
    }
    return known.filter(mine::isBefore).orElse(mine);
  }

  private void insert(Instant mine) {
    try {
      jdbc.sql("insert into runbook_heard (sender, heard_at) values (?, ?)")
          .params(ALERTMANAGER, Timestamp.from(mine))
          .update();
    } catch (DuplicateKeyException e) {
      log.debug("Another node wrote it down in this moment");
    }
  }

  private Duration silence() {
    Instant last = heardHere.isAfter(heard) ? heardHere : heard;
    return Duration.between(last, clock.instant());
  }

  @Override
  public Health health() {
    return (silent ? Health.status("SILENT") : Health.up())
        .withDetail("heardAt", heard.toString())
        .build();
  }
}
