/** Makes what was approved, and nothing else: one step for each kind of change. */
package com.dhakacart.runbook.delegates.remediation.making;
