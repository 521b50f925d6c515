/**
 * Plans what is proposed against a cause, or to undo what was done: the exact change, tried as a
 * dry run, and what speaks against it.
 */
package com.dhakacart.runbook.delegates.remediation.planning;
