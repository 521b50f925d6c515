package com.dhakacart.runbook.report;

/**
 * One incident's report in its three forms.
 *
 * @param markdown for tickets and repositories
 * @param html a page of its own, with the error rate as an inline SVG chart
 * @param json the same facts for programs
 */
public record Report(String markdown, String html, String json) {}
