package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.IncidentSummary;
import java.util.List;
import java.util.Optional;

/** What there was and is, in one line each. */
public interface IncidentList {

  /** The incidents whose history is still kept, newest first. */
  List<IncidentSummary> newest(int most);

  /**
   * @return empty when there is no incident of this key
   */
  Optional<IncidentSummary> find(String incident);
}
