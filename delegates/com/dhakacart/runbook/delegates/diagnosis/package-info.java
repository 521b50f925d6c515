/** Heading "Investigation Steps": looks for the cause and weighs what was seen. Changes nothing. */
package com.dhakacart.runbook.delegates.diagnosis;
