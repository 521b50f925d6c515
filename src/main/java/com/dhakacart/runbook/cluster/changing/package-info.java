/**
 * All that plans and makes a change of the cluster. Only {@code delegates.remediation} knows it.
 */
package com.dhakacart.runbook.cluster.changing;
