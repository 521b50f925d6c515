package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Asks a pod through the API server: status and body, in milliseconds, without a shell. */
@Component
class PodProxy {

  static final String VIA = "pod proxy";

  private final KubernetesClient client;

  PodProxy(@Lazy @Qualifier(ClusterClients.ASKING) KubernetesClient client) {
    this.client = client;
  }

  /** Never fails. */
  CompletableFuture<Attempt> get(Workload workload, String pod, String path, Duration timeout) {
    long start = System.nanoTime();
    CompletableFuture<HttpResponse<String>> sent;
    try {
      HttpClient http = client.getHttpClient();
      HttpRequest request =
          http.newHttpRequestBuilder()
              .uri(URLUtils.join(client.getMasterUrl().toString(), proxied(workload, pod, path)))
              .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .build();
      sent = http.sendAsync(request, String.class);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failed(e, start, timeout));
    }
    return sent.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (response, failure) ->
                failure == null ? answered(response, start) : failed(failure, start, timeout));
  }

  private static String proxied(Workload workload, String pod, String path) {
    return "/api/v1/namespaces/"
        + workload.namespace()
        + "/pods/"
        + pod
        + ":"
        + workload.port()
        + "/proxy/"
        + (path.startsWith("/") ? path.substring(1) : path);
  }

  private static Attempt answered(HttpResponse<String> response, long start) {
    String body = response.body() == null ? "" : response.body();
    Optional<ApiStatus> refusal = response.code() >= 400 ? ApiStatus.in(body) : Optional.empty();
    if (refusal.isEmpty()) {
      return Attempt.answer(new Reply(VIA, response.code(), body, millisSince(start), null));
    }
    String problem = response.code() + " " + refusal.get().message();
    Reply reply = new Reply(VIA, 0, "", millisSince(start), problem);
    // a pod that is gone is gone for exec, too
    return "NotFound".equals(refusal.get().reason())
        ? Attempt.answer(reply)
        : Attempt.otherWayMayWork(reply);
  }

  /** A slow application is slow by any way, and an API server that is away has no exec either. */
  private static Attempt failed(Throwable failure, long start, Duration timeout) {
    boolean timedOut = isTimeout(failure);
    String problem =
        timedOut
            ? "no answer within " + timeout.toMillis() / 1000.0 + " s"
            : "The API server did not answer: "
                + Problems.words(failure)
                + "; check the connection (kubectl cluster-info)";
    return Attempt.answer(new Reply(VIA, 0, "", millisSince(start), problem));
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException
          || cause instanceof java.net.http.HttpTimeoutException
          || cause.getClass().getSimpleName().contains("Timeout")) {
        return true;
      }
    }
    return false;
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /**
   * @param conclusive whether asking by another way would say nothing new
   */
  record Attempt(Reply reply, boolean conclusive) {

    static Attempt answer(Reply reply) {
      return new Attempt(reply, true);
    }

    static Attempt otherWayMayWork(Reply reply) {
      return new Attempt(reply, false);
    }
  }
}
