package com.dhakacart.runbook.health;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.incident.Workload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Pods that are reached without a cluster between. */
class PodsOverHttp implements PodCalls {

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, URI> addresses = new LinkedHashMap<>();

  PodsOverHttp with(String pod, HttpCounterpart counterpart) {
    return with(pod, counterpart.url());
  }

  PodsOverHttp with(String pod, URI address) {
    addresses.put(pod, address);
    return this;
  }

  @Override
  public List<String> pods(Workload workload) {
    return List.copyOf(addresses.keySet());
  }

  @Override
  public CompletableFuture<Reply> get(
      Workload workload, String pod, String path, Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(addresses.get(pod) + path)).timeout(timeout).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(answer -> new Reply("pod proxy", answer.statusCode(), answer.body(), 7, null))
        .exceptionally(failure -> new Reply("pod proxy", 0, "", 7, failure.toString()));
  }
}
