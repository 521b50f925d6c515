package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.PodProxy.Attempt;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Asks pods by the first way that works: the API server's pod proxy, curl in the pod, wget in the
 * pod. Remembers it for each pod, since a way that is closed costs time with every request.
 */
@Component
class KubernetesPodCalls implements PodCalls {

  private final WorkloadObjects objects;
  private final PodProxy proxy;
  private final PodExec exec;
  private final PodWorkers workers;
  private final Map<String, String> works = new ConcurrentHashMap<>();

  KubernetesPodCalls(WorkloadObjects objects, PodProxy proxy, PodExec exec, PodWorkers workers) {
    this.objects = objects;
    this.proxy = proxy;
    this.exec = exec;
    this.workers = workers;
  }

  @Override
  public List<String> pods(Workload workload) {
    try {
      List<String> pods =
          objects.activePods(objects.deployment(workload)).stream()
              .filter(pod -> "Running".equals(WorkloadObjects.phase(pod)))
              .map(KubernetesPodCalls::name)
              .toList();
      forgetOthers(workload, pods);
      return pods;
    } catch (RuntimeException e) {
      throw new PodsUnknown(
          "The pods of " + workload.name() + " could not be listed: " + Problems.in(e), e);
    }
  }

  @Override
  public CompletableFuture<Reply> get(
      Workload workload, String pod, String path, Duration timeout) {
    try {
      objects.mustAllow(workload);
    } catch (NamespaceNotAllowed e) {
      return CompletableFuture.completedFuture(new Reply(PodProxy.VIA, 0, "", 0, e.getMessage()));
    }
    String way = works.getOrDefault(key(workload, pod), PodProxy.VIA);
    if (!PodProxy.VIA.equals(way)) {
      return workers.start(() -> inside(workload, pod, path, timeout, way, ""));
    }
    return proxy
        .get(workload, pod, path, timeout)
        .thenCompose(
            attempt ->
                attempt.conclusive()
                    ? CompletableFuture.completedFuture(attempt.reply())
                    : workers.start(
                        () ->
                            inside(
                                workload,
                                pod,
                                path,
                                timeout,
                                PodExec.CURL,
                                PodProxy.VIA + ": " + attempt.reply().problem() + "; ")))
        .exceptionally(e -> new Reply(PodProxy.VIA, 0, "", 0, Problems.in(e)));
  }

  private Reply inside(
      Workload workload,
      String pod,
      String path,
      Duration timeout,
      String firstWay,
      String triedBefore) {
    String tried = triedBefore;
    if (PodExec.CURL.equals(firstWay)) {
      Attempt curl = exec.curl(workload, pod, path, timeout);
      if (curl.conclusive()) {
        return remembered(workload, pod, curl.reply());
      }
      tried += PodExec.CURL + ": " + curl.reply().problem() + "; ";
    }
    Attempt wget = exec.wget(workload, pod, path, timeout);
    if (wget.conclusive()) {
      return remembered(workload, pod, wget.reply());
    }
    works.remove(key(workload, pod));
    Reply last = wget.reply();
    return new Reply(
        last.via(), 0, "", last.tookMillis(), tried + last.via() + ": " + last.problem());
  }

  /** Only what gave a status: a pod that cannot be reached now may be reached by the proxy soon. */
  private Reply remembered(Workload workload, String pod, Reply reply) {
    if (reply.status() > 0) {
      works.put(key(workload, pod), reply.via());
    } else {
      works.remove(key(workload, pod));
    }
    return reply;
  }

  private void forgetOthers(Workload workload, List<String> pods) {
    Set<String> present = pods.stream().map(pod -> key(workload, pod)).collect(Collectors.toSet());
    String prefix = workload.name() + "/";
    works.keySet().removeIf(key -> key.startsWith(prefix) && !present.contains(key));
  }

  private static String key(Workload workload, String pod) {
    return workload.name() + "/" + pod;
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
