/** Heading "Monitoring Recovery": measures whether the service is well, and stays so. */
package com.dhakacart.runbook.delegates.recovery;
