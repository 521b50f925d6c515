package com.dhakacart.runbook.cluster;

/** The API server did not answer; the same call may work later. */
public class ClusterUnavailable extends RuntimeException {

  public ClusterUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
