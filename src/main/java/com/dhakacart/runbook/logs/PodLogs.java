package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Workload;
import java.time.Instant;
import java.util.List;

/** What {@link Logs} needs of a cluster: the last lines of each pod of a workload. */
public interface PodLogs {

  /**
   * The newest lines of every pod, and of the container before where the pod was restarted since.
   *
   * @param maxLinesPerPod a pod may log megabytes; what is older is left out
   * @throws LogsUnknown when no pod's log could be read
   */
  List<PodLog> tail(Workload workload, Instant since, int maxLinesPerPod);

  /**
   * @param previous whether it is the log of the container before the last restart
   * @param text lines, oldest first
   */
  record PodLog(String pod, boolean previous, String text) {}

  /** The pods' logs could not be read. */
  class LogsUnknown extends RuntimeException {

    public LogsUnknown(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
