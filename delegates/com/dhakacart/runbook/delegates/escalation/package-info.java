/** Heading "Escalation": calls the people who can help. */
package com.dhakacart.runbook.delegates.escalation;
