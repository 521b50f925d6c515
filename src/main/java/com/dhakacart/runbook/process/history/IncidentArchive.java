package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.IncidentHistory;
import java.util.Optional;

/** What the engine's history knows of incidents, open and closed. */
public interface IncidentArchive {

  /**
   * @return empty when there is no incident of this key
   */
  Optional<IncidentHistory> find(String incident);
}
