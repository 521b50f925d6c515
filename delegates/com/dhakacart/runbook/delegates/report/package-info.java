/** Heading "Post-Incident Actions": closes the incident and writes down what happened. */
package com.dhakacart.runbook.delegates.report;
