package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * {@code kubectl logs} of every pod at once. By plain HTTP: the client's own call waits for a pod
 * to become ready, and those that are not are the ones to read.
 */
@Component
class KubernetesPodLogs implements PodLogs {

  /** Of one pod: long lines must not fill the memory. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private final KubernetesClient client;
  private final WorkloadObjects objects;
  private final PodWorkers workers;
  private final ClusterSettings settings;

  KubernetesPodLogs(
      @Lazy @Qualifier(ClusterClients.LOOKING) KubernetesClient client,
      WorkloadObjects objects,
      PodWorkers workers,
      ClusterSettings settings) {
    this.client = client;
    this.objects = objects;
    this.workers = workers;
    this.settings = settings;
  }

  @Override
  public List<PodLog> tail(Workload workload, Instant since, int maxLinesPerPod) {
    List<Wanted> wanted = wanted(workload, since);
    List<Read> read = workers.forEach(wanted, one -> read(workload, one, since, maxLinesPerPod));
    List<PodLog> logs = read.stream().filter(one -> one.problem() == null).map(Read::log).toList();
    if (logs.isEmpty()) {
      throw new LogsUnknown(
          "No pod of "
              + workload.name()
              + " gave its log: "
              + read.stream().map(Read::problem).findFirst().orElse("there is no pod"),
          null);
    }
    return logs;
  }

  private List<Wanted> wanted(Workload workload, Instant since) {
    try {
      List<Wanted> wanted = new ArrayList<>();
      for (Pod pod : objects.activePods(objects.deployment(workload))) {
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
    String path =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s&timestamps=true&sinceTime=%s&tailLines=%s&limitBytes=%s%s"
            .formatted(
                workload.namespace(),
                wanted.pod(),
                workload.container(),
                since,
                lines,
                MOST_BYTES,
                wanted.previous() ? "&previous=true" : "");
    try {
      HttpResponse<byte[]> response =
          client
              .getHttpClient()
              .sendAsync(
                  client
                      .getHttpClient()
                      .newHttpRequestBuilder()
                      .uri(URLUtils.join(client.getMasterUrl().toString(), path))
                      .build(),
                  byte[].class)
              .get(
                  settings.requestTimeout().multipliedBy(2L + settings.retries()).toMillis(),
                  TimeUnit.MILLISECONDS);
      if (response.code() != 200) {
        return Read.failed(wanted.pod() + ": " + refusal(response));
      }
      return Read.of(wanted, response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Read.failed(wanted.pod() + ": interrupted");
    } catch (TimeoutException e) {
      return Read.failed(wanted.pod() + ": no answer in time");
    } catch (ExecutionException e) {
      return Read.failed(wanted.pod() + ": " + Problems.in(e.getCause()));
    } catch (RuntimeException e) {
      return Read.failed(wanted.pod() + ": " + Problems.in(e));
    }
  }

  private static String refusal(HttpResponse<byte[]> response) {
    String said = new String(response.body(), StandardCharsets.UTF_8);
    return Problems.in(
        new KubernetesClientException(
            ApiStatus.in(said).map(ApiStatus::message).orElse(said), response.code(), null));
  }

  private record Wanted(String pod, boolean previous) {}

  /**
   * @param cut whether there is more than may be read
   * @param problem why there is no log; null when there is
   */
  private record Read(PodLog log, boolean cut, String problem) {

    static Read of(Wanted wanted, byte[] text) {
      return new Read(
          new PodLog(wanted.pod(), wanted.previous(), new String(text, StandardCharsets.UTF_8)),
          text.length >= MOST_BYTES,
          null);
    }

    static Read failed(String problem) {
      return new Read(null, false, problem);
    }
  }
}
