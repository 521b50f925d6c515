/**
 * Heading "Database Connection Issues", where the database was not asked: restarts one pod, looks
 * whether that helps, and then restarts the rest, or takes the pod back.
 */
package com.dhakacart.runbook.delegates.remediation.probing;
