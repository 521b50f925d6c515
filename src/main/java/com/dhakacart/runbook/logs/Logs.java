package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.Workload;
import java.time.Instant;
import java.util.List;

/**
 * The service's log lines, grouped into patterns, most frequent first. Bounded in bytes and lines.
 */
public interface Logs {

  /**
   * Errors and warnings since the given instant, of all pods, and of their previous containers
   * where they were restarted.
   */
  Answer<List<LogPattern>> errors(Workload workload, Instant since);

  /**
   * The same, where nothing is asked after it: no line from before is read, and no answer is
   * shared.
   */
  Answer<List<LogPattern>> errorsOnlySince(Workload workload, Instant since);

  /**
   * How many lines those answers are made of, and how many of them were understood. Where most were
   * not, the answers are unknown.
   */
  Answer<LogReading> reading(Workload workload, Instant since);

  /** Lines that speak of other services: {@code grep -i "external\|api\|timeout"}, as a setting. */
  Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since);
}
