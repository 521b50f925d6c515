package com.dhakacart.runbook.delegates.approval;

import java.time.Instant;

/**
 * @param until when something happens because nobody has decided, to the second
 * @param then what that is
 */
record Deadline(Instant until, String then) {}
