package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Outcome;

/**
 * Published in the transaction that closes an incident.
 *
 * @param incident its key
 */
public record IncidentClosed(String incident, Outcome outcome) {}
