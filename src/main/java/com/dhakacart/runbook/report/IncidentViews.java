package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.Outcome;
import java.time.Duration;
import java.time.Instant;

/** What an incident's page shows, finished or still running. */
public interface IncidentViews {

  /**
   * @param now from which times are counted back
   */
  IncidentView of(IncidentHistory history, Instant now);

  /** As people say it; {@code open} for null. */
  String outcome(Outcome outcome);

  /** Such as {@code 2 min 13 s}. */
  String time(Duration time);
}
