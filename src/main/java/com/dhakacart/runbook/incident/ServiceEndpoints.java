package com.dhakacart.runbook.incident;

/** The endpoints behind one Service that selects the workload's pods. */
public record ServiceEndpoints(String service, int ready, int notReady) {}
