/**
 * The other HTTP endpoints: the list of incidents, the report, the recording, the pause switch, the
 * audit log.
 */
package com.dhakacart.runbook.web;
