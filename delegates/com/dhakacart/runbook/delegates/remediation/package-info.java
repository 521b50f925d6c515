/**
 * Headings "Common Causes and Solutions" and "Recovery Actions": {@code planning} what is asked
 * for, {@code making} what was approved, {@code probing} with one pod first where the cause is not
 * certain, and {@code rollout}, until the pods are there.
 */
package com.dhakacart.runbook.delegates.remediation;
