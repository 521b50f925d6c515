package com.dhakacart.runbook.process;

import java.time.Instant;

/**
 * Published when nothing was heard from Alertmanager for longer than the setting.
 *
 * @param since when it was last heard, on whichever node
 */
public record AlertsSilent(Instant since) {}
