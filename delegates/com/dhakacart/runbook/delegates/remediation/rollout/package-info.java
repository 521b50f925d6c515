/** Waits for the rollout that a change began, and says when it will not come to its end. */
package com.dhakacart.runbook.delegates.remediation.rollout;
