package com.dhakacart.runbook.incident;

/**
 * What customers get; probes and scrapes are left out.
 *
 * @param requestsPerSecond 0 is "no traffic", which is never "well"
 * @param errorRatio 5xx over all, 0 to 1; null when there is no traffic
 * @param p95Seconds 95th percentile of the response time; null when there is no traffic
 */
public record Traffic(double requestsPerSecond, Double errorRatio, Double p95Seconds) {

  public boolean arrives() {
    return requestsPerSecond > 0;
  }

  /** Requests arrive, and their error ratio is known and below the given one. */
  public boolean isBelow(double ratio) {
    return arrives() && errorRatio != null && errorRatio < ratio;
  }
}
