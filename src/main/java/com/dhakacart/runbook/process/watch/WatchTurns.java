package com.dhakacart.runbook.process.watch;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * When the watch looks. On a thread of its own: a source that is slow must not hold up pages that
 * are sent again.
 */
@Component
class WatchTurns {

  private final Watch watch;
  private final WatchSettings settings;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread own = new Thread(work, "watch");
            own.setDaemon(true);
            return own;
          });

  WatchTurns(Watch watch, WatchSettings settings) {
    this.watch = watch;
    this.settings = settings;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    if (settings.enabled()) {
      thread.scheduleWithFixedDelay(
          watch::look,
          settings.firstAfter().toMillis(),
          settings.every().toMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  @PreDestroy
  void end() {
    thread.shutdownNow();
  }
}
