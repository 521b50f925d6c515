package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Alert;

/**
 * Published in the transaction in which an alert joins an open incident and is worse than all
 * before it.
 *
 * @param incident its key
 * @param from what the worst before it said; null where none said any
 */
public record SeverityRose(String incident, Alert by, String from) {}
