/**
 * Headings "Common Causes and Solutions" and "Recovery Actions": plans changes and makes those that
 * were approved.
 */
package com.dhakacart.runbook.delegates.remediation;
