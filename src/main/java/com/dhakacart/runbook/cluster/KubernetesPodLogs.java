package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code kubectl logs} of every pod at once. */
@Component
class KubernetesPodLogs implements PodLogs {

  /** Of one pod: long lines must not fill the memory. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private final ContainerLog log;
  private final WorkloadObjects objects;
  private final PodWorkers workers;

  KubernetesPodLogs(ContainerLog log, WorkloadObjects objects, PodWorkers workers) {
    this.log = log;
    this.objects = objects;
    this.workers = workers;
  }

  @Override
  public List<PodLog> tail(Workload workload, Instant since, int maxLinesPerPod) {
    List<Wanted> wanted = wanted(workload, since);
    List<PodLog> logs =
        workers.forEach(wanted, one -> read(workload, one, since, maxLinesPerPod).log());
    if (logs.stream().noneMatch(PodLog::isRead)) {
      throw new LogsUnknown(
          "No pod of %s gave its log: %s"
              .formatted(
                  workload.name(),
                  logs.stream().findFirst().map(PodLog::inWords).orElse("none has started")),
          null);
    }
    return logs;
  }

  private List<Wanted> wanted(Workload workload, Instant since) {
    try {
      List<Wanted> wanted = new ArrayList<>();
      List<Pod> started =
          objects.activePods(objects.deployment(workload)).stream()
              .filter(pod -> PodStates.hasStarted(pod, workload.container()))
              .toList();
      for (Pod pod : started) {
        wanted.add(new Wanted(pod.getMetadata().getName(), false));
        if (restartedSince(PodStates.of(pod, workload.container()), since)) {
          wanted.add(new Wanted(pod.getMetadata().getName(), true));
        }
      }
      return wanted;
    } catch (RuntimeException e) {
      throw new LogsUnknown(
          "The pods of " + workload.name() + " could not be listed: " + Problems.in(e), e);
    }
  }

  private static boolean restartedSince(PodState pod, Instant since) {
    return pod.restarts() > 0
        && pod.terminated()
            .map(Termination::finishedAt)
            .filter(ended -> !ended.isBefore(since))
            .isPresent();
  }

  /** The API's limit of bytes keeps the oldest: where it cut, fewer lines are the newest ones. */
  private Read read(Workload workload, Wanted wanted, Instant since, int lines) {
    Read read = lines(workload, wanted, since, lines);
    return read.cut() && lines > 1 ? read(workload, wanted, since, lines / 2) : read;
  }

  private Read lines(Workload workload, Wanted wanted, Instant since, int lines) {
    ContainerLog.Text read =
        log.of(
            workload.namespace(),
            wanted.pod(),
            workload.container(),
            wanted.previous(),
            "&timestamps=true&sinceTime=%s&tailLines=%s&limitBytes=%s"
                .formatted(since, lines, MOST_BYTES));
    return read.problem() == null
        ? Read.of(wanted, read.bytes())
        : Read.failed(wanted, read.problem());
  }

  private record Wanted(String pod, boolean previous) {}

  /**
   * @param cut whether there is more than may be read
   */
  private record Read(PodLog log, boolean cut) {

    static Read of(Wanted wanted, byte[] text) {
      return new Read(
          PodLog.read(wanted.pod(), wanted.previous(), new String(text, StandardCharsets.UTF_8)),
          text.length >= MOST_BYTES);
    }

    static Read failed(Wanted wanted, String problem) {
      return new Read(PodLog.unread(wanted.pod(), wanted.previous(), problem), false);
    }
  }
}
