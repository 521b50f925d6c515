package com.dhakacart.runbook.process.engine;

import com.dhakacart.runbook.process.OwnConnection;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * {@code OUT_OF_SERVICE} while the database has not taken a write lately, by which a node that is
 * cut off from it, or left with a server that became read-only, is not ready. It is asked again and
 * again, on a thread and a connection of its own: a probe waits for nothing, and a node whose pool
 * is used up by a storm is no node without database.
 */
@Component("dbHealthIndicator") // in place of Spring Boot's, which asks while the probe waits
class DatabaseHealth implements HealthIndicator, SmartInitializingSingleton, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Two questions in a row that got no answer in time: one alone may be a database that starts. */
  private static final Duration SILENT_AFTER = Duration.ofSeconds(20);

  /**
   * A write for the server, which a read-only one refuses; of no row, so that it costs as little.
   */
  private static final String A_WRITE = "update runbook_heard set heard_at = heard_at where 1 = 0";

  private final OwnConnection database;
  private final Duration every;
  private final Duration silentAfter;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread asking = new Thread(work, "database-health");
            asking.setDaemon(true);
            return asking;
          });

  private volatile long answeredAt = System.nanoTime();
  private boolean said;

  @Autowired
  DatabaseHealth(DataSource application, MeterRegistry meters) {
    this(application, meters, EVERY, SILENT_AFTER);
  }

  DatabaseHealth(
      DataSource application, MeterRegistry meters, Duration every, Duration silentAfter) {
    this.database = new OwnConnection(application, "health");
    this.every = every;
    this.silentAfter = silentAfter;
    Gauge.builder("runbook.database.silence", this, it -> it.silence().toMillis() / 1000.0)
        .description("Seconds since the database took a write")
        .baseUnit("seconds")
        .register(meters);
  }

  /** The start has asked it enough, and counts as an answer. */
  @Override
  public void afterSingletonsInstantiated() {
    answeredAt = System.nanoTime();
    thread.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      database.jdbc().sql(A_WRITE).update();
      answeredAt = System.nanoTime();
      if (said) {
        log.info("The database takes writes again");
        said = false;
      }
    } catch (RuntimeException e) {
      if (!said && isSilent()) {
        log.warn(
            "The database has taken no write for {} s, and this node is not ready until it does; look"
                + " whether it is there, and is the primary: {}",
            silence().toSeconds(),
            NestedExceptionUtils.getMostSpecificCause(e).toString());
        said = true;
      }
    }
  }

  @Override
  public Health health() {
    return (isSilent() ? Health.outOfService() : Health.up())
        .withDetail("seconds since it took a write", silence().toSeconds())
        .build();
  }

  private boolean isSilent() {
    return silence().compareTo(silentAfter) > 0;
  }

  private Duration silence() {
    return Duration.ofNanos(System.nanoTime() - answeredAt);
  }

  @Override
  public void destroy() {
    thread.shutdown();
    database.close();
  }
}
