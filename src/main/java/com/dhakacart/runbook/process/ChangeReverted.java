package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.Reversal;

/**
 * Published in the transaction that notes that somebody wrote over a change.
 *
 * @param incident its key
 */
public record ChangeReverted(String incident, Reversal reversal) {}
