package com.dhakacart.runbook.process.ledger;

import com.dhakacart.runbook.incident.RefusedRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What was refused, for those who read it; and how long it is kept. Nobody else removes any. */
@Component
public class RefusalLog {

  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

  /** In the report of one incident; all others are in the log itself. */
  static final int MOST_OF_AN_INCIDENT = 200;

  private final RefusalTable table;
  private final AuditSettings settings;
  private final Clock clock;

  RefusalLog(RefusalTable table, AuditSettings settings, Clock clock) {
    this.table = table;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Newest first.
   *
   * @param before only what was last refused before this time
   * @param most no more than these
   */
  public List<RefusedRequest> newest(Instant before, int most) {
    return table.newest(before, most);
  }

  /** What was refused concerning one incident, oldest first, the first 200. */
  public List<RefusedRequest> concerning(String incident) {
    return table.concerning(incident, MOST_OF_AN_INCIDENT);
  }

  /** On each node; whoever comes second finds nothing left to remove. */
  @Scheduled(initialDelayString = "PT10M", fixedDelayString = "P1D")
  void removeWhatIsOld() {
    int removed = table.removeOlderThan(clock.instant().minus(settings.keepFor()));
    if (removed > 0) {
      log.info("Removed {} refusals older than {}", removed, settings.keepFor());
    }
  }
}
