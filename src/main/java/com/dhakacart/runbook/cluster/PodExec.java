package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.PodProxy.Attempt;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Workload;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Asks a pod from its inside, as the runbook's text does. Second choice: it needs a program that
 * the image may lack, and in a starved pod it can be the last straw.
 */
@Component
class PodExec {

  static final String CURL = "exec curl";
  static final String WGET = "exec wget";

  private static final int CURL_TIMED_OUT = 28;
  private static final Pattern WGET_STATUS =
      Pattern.compile("server returned error: HTTP/\\S+ (\\d{3})");

  private final PodCommands commands;

  PodExec(PodCommands commands) {
    this.commands = commands;
  }

  /** Blocks; never throws. */
  Attempt curl(Workload workload, String pod, String path, Duration timeout) {
    long start = System.nanoTime();
    PodCommands.Result result =
        commands.run(
            workload.namespace(),
            pod,
            workload.container(),
            timeout.plusSeconds(1), // curl's own time-out comes first and says more
            "curl",
            "-s",
            "-S",
            "--max-time",
            String.valueOf(Math.max(1, timeout.toSeconds())),
            "-w",
            "\\n%{http_code}",
            url(workload, path));
    if (result.couldNotRun()) {
      return Attempt.otherWayMayWork(failed(CURL, start, "could not run: " + result.problem()));
    }
    if (result.exitCode() == 0) {
      int end = result.output().lastIndexOf('\n');
      return Attempt.answer(
          new Reply(
              CURL,
              Integer.parseInt(result.output().substring(end + 1).strip()),
              result.output().substring(0, Math.max(0, end)),
              millisSince(start),
              null));
    }
    boolean timedOut = result.exitCode() == CURL_TIMED_OUT;
    return Attempt.answer(failed(CURL, start, timedOut ? noAnswer(timeout) : result.problem()));
  }

  /**
   * Blocks; never throws. BusyBox' wget keeps no body of an error, and has no time limit that every
   * build supports.
   */
  Attempt wget(Workload workload, String pod, String path, Duration timeout) {
    long start = System.nanoTime();
    PodCommands.Result result =
        commands.run(
            workload.namespace(),
            pod,
            workload.container(),
            timeout,
            "wget",
            "-q",
            "-O",
            "-",
            url(workload, path));
    if (result.couldNotRun()) {
      return Attempt.otherWayMayWork(failed(WGET, start, "could not run: " + result.problem()));
    }
    if (result.exitCode() == 0) {
      return Attempt.answer(new Reply(WGET, 200, result.output(), millisSince(start), null));
    }
    Matcher status = WGET_STATUS.matcher(result.problem());
    if (status.find()) {
      return Attempt.answer(
          new Reply(
              WGET,
              Integer.parseInt(status.group(1)),
              "",
              millisSince(start),
              "wget keeps no body of an error; allow the account to get pods/proxy"));
    }
    return Attempt.answer(failed(WGET, start, result.problem()));
  }

  /** Not localhost, which may be ::1 first, where not every server listens. */
  private static String url(Workload workload, String path) {
    return "http://127.0.0.1:" + workload.port() + (path.startsWith("/") ? path : "/" + path);
  }

  private static Reply failed(String via, long start, String problem) {
    return new Reply(via, 0, "", millisSince(start), problem);
  }

  private static String noAnswer(Duration timeout) {
    return "no answer within " + timeout.toMillis() / 1000.0 + " s";
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
