package com.dhakacart.runbook.metrics;

/** Prometheus gave no usable answer; the message says why and what to do. */
class MetricsUnknown extends RuntimeException {

  MetricsUnknown(String message) {
    super(message);
  }

  MetricsUnknown(String message, Throwable cause) {
    super(message, cause);
  }
}
