package com.dhakacart.runbook.incident;

/**
 * What one pod answered on one of the key endpoints.
 *
 * @param status HTTP status; 0 when the pod gave none in time
 */
public record EndpointCheck(
    String pod, String path, String via, int status, long tookMillis, String problem) {

  /** Answered 2xx; a 429 is the endpoint's rate limit and no failure. */
  public boolean works() {
    return (status >= 200 && status < 300) || status == 429;
  }
}
