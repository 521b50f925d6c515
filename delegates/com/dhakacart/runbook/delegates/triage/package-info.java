/**
 * Heading "Immediate Actions": opens the incident and looks at what customers get. Changes nothing.
 */
package com.dhakacart.runbook.delegates.triage;
