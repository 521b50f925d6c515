package com.dhakacart.runbook.logs;

import com.dhakacart.runbook.incident.Workload;
import java.time.Instant;
import java.util.List;

/** What {@link Logs} needs of a cluster: the last lines of each pod of a workload. */
public interface PodLogs {

  /**
   * The newest lines of every pod that has started, and of the container before where the pod was
   * restarted since; of those that could not be read why.
   *
   * @param maxLinesPerPod a pod may log megabytes; what is older is left out
   * @throws LogsUnknown when no pod's log could be read
   */
  List<PodLog> tail(Workload workload, Instant since, int maxLinesPerPod);

  /**
   * @param previous whether it is the log of the container before the last restart
   * @param text lines, oldest first; empty where it could not be read
   * @param problem why it could not be read; null when it was
   */
  record PodLog(String pod, boolean previous, String text, String problem) {

    public static PodLog read(String pod, boolean previous, String text) {
      return new PodLog(pod, previous, text, null);
    }

    public static PodLog unread(String pod, boolean previous, String problem) {
      return new PodLog(pod, previous, "", problem);
    }

    public boolean isRead() {
      return problem == null;
    }

    /** The pod, and why it gave no log. */
    public String inWords() {
      return pod + (previous ? ", before its restart: " : ": ") + problem;
    }
  }

  /** The pods' logs could not be read. */
  class LogsUnknown extends RuntimeException {

    public LogsUnknown(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
