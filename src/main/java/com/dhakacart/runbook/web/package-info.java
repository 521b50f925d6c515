/** The other HTTP endpoints: the report, the recording, the pause switch. */
package com.dhakacart.runbook.web;
