package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;

/** Writes the report of an incident, finished or still running. */
public interface Reports {

  Report write(IncidentHistory history);
}
