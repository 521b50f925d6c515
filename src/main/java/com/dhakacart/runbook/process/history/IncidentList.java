package com.dhakacart.runbook.process.history;

import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What there was and is, in one line each. */
public interface IncidentList {

  /** The incidents whose history is still kept, newest first. */
  List<IncidentSummary> newest(int most);

  /**
   * Open ones first, then the newest.
   *
   * @param service of which; empty for all
   * @param outcome with which; empty for all, open ones too
   */
  List<IncidentSummary> openFirst(Optional<String> service, Optional<Outcome> outcome, int most);

  /** The services that had an incident, by their names. */
  List<String> services();

  /** How fast the incidents that were opened since then were answered. */
  ResponseTimes responseTimes(Instant since);

  /**
   * @return empty when there is no incident of this key
   */
  Optional<IncidentSummary> find(String incident);
}
