/**
 * The other HTTP endpoints: the incidents' pages and their list, the report, the recording, the
 * pause switch, the audit log.
 */
package com.dhakacart.runbook.web;
