package com.dhakacart.runbook.incident;

/**
 * What one pod's health endpoint said.
 *
 * @param via how the pod was reached: {@code pod proxy}, {@code exec curl}, {@code exec wget}
 * @param status HTTP status; 0 when the pod gave none in time
 * @param tookMillis slow is evidence in itself
 * @param overall {@code healthy}, {@code degraded}, {@code unhealthy}; null when the body did not
 *     say
 * @param database null when the body did not say
 * @param redis null when the body did not say
 * @param memory null when the body did not say
 * @param problem why there is no usable body; null when there is one
 */
public record PodHealth(
    String pod,
    String via,
    int status,
    long tookMillis,
    String overall,
    DatabaseCheck database,
    DependencyCheck redis,
    MemoryCheck memory,
    String problem) {

  /** Figures of the pod's connection pool; each is null when the body did not give it. */
  public record DatabaseCheck(
      String status,
      String error,
      Long responseMillis,
      Integer totalConnections,
      Integer idleConnections,
      Integer waitingClients) {}

  public record DependencyCheck(String status, String message) {}

  public record MemoryCheck(String status, Double usagePercent) {}

  /** Too many requests: the limit of the endpoint, not an outage. */
  public boolean rateLimited() {
    return status == 429;
  }

  /** Answered 2xx and did not call itself unhealthy; a 429 says nothing and so is not well. */
  public boolean well() {
    return status >= 200 && status < 300 && !"unhealthy".equals(overall);
  }
}
