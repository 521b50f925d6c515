package com.dhakacart.runbook.process.intake;

import com.dhakacart.runbook.incident.Incident;

/** Published in the transaction that opens an incident. */
record IncidentOpened(Incident incident) {}
