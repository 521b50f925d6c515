/** The report: from a timeline to Markdown, HTML and JSON, and where finished ones are kept. */
package com.dhakacart.runbook.report;
