package com.dhakacart.runbook.health;

import com.dhakacart.runbook.incident.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What {@link HealthProbe} needs of a cluster: HTTP requests to single pods, by whichever way works
 * (the API server's pod proxy, else {@code curl}, else {@code wget} in the pod).
 */
public interface PodCalls {

  /**
   * Names of the workload's pods that can be asked, ready or not.
   *
   * @throws PodsUnknown when the cluster did not say
   */
  List<String> pods(Workload workload);

  /** Sends {@code GET path} to the pod; never fails, the reply says what went wrong. */
  CompletableFuture<Reply> get(Workload workload, String pod, String path, Duration timeout);

  /**
   * @param via {@code pod proxy}, {@code exec curl} or {@code exec wget}
   * @param status HTTP status; 0 when there is none
   * @param body empty when there is none
   * @param problem why there is no status or no body; null when there are both
   */
  record Reply(String via, int status, String body, long tookMillis, String problem) {}

  /** The workload's pods could not be listed. */
  class PodsUnknown extends RuntimeException {

    public PodsUnknown(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
