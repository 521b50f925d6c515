/** The true error rate and latency of what customers ask, from Prometheus' HTTP API. */
package com.dhakacart.runbook.metrics;
