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
import java.util.Arrays;
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

  /**
   * A log line of the backend is longer; so that many lines are at least the bytes asked for. The
   * API's own limit of bytes cannot do that: it keeps the oldest.
   */
  private static final int SHORTEST_LINE = 100;

  /** Of what is asked for; long lines must not fill the memory. */
  private static final int MOST_TIMES = 4;

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
  public List<PodLog> tail(Workload workload, Instant since, int maxBytesPerPod) {
    List<Wanted> wanted = wanted(workload, since);
    List<Read> read = workers.forEach(wanted, one -> read(workload, one, since, maxBytesPerPod));
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

  private Read read(Workload workload, Wanted wanted, Instant since, int maxBytes) {
    String path =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s&sinceTime=%s&tailLines=%d&limitBytes=%d%s"
            .formatted(
                workload.namespace(),
                wanted.pod(),
                workload.container(),
                since,
                Math.max(1, maxBytes / SHORTEST_LINE),
                (long) maxBytes * MOST_TIMES,
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
      return new Read(
          new PodLog(wanted.pod(), wanted.previous(), newest(response.body(), maxBytes)), null);
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

  /** The last bytes, from the start of a line on. */
  static String newest(byte[] log, int maxBytes) {
    if (log.length <= maxBytes) {
      return new String(log, StandardCharsets.UTF_8);
    }
    String cut =
        new String(
            Arrays.copyOfRange(log, log.length - maxBytes, log.length), StandardCharsets.UTF_8);
    return cut.substring(cut.indexOf('\n') + 1);
  }

  private record Wanted(String pod, boolean previous) {}

  private record Read(PodLog log, String problem) {

    static Read failed(String problem) {
      return new Read(null, problem);
    }
  }
}
