package com.dhakacart.runbook.incident;

/** CPU and memory of one pod's container, as metrics.k8s.io saw them up to 15 s ago. */
public record PodUsage(String pod, double cpuCores, long memoryBytes) {}
