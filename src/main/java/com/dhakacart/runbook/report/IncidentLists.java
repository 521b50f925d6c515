package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentSummary;
import java.util.List;

/** Writes incidents in one line each, in the same forms as a report. */
public interface IncidentLists {

  /** As JSON an array. */
  Report of(List<IncidentSummary> newestFirst);

  /** As JSON an object. */
  Report of(IncidentSummary incident);
}
