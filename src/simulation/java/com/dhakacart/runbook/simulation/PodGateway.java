package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Predicate;

/** The API server's way to the pods: their logs, their use of resources, their HTTP. */
class PodGateway implements ApiServer.PodAccess {

  private static final ApiResource PODS = ApiResource.of(Pod.class);

  private final ObjectStore store;
  private final Kubelet kubelet;
  private final WorldClock clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PodGateway(ObjectStore store, Kubelet kubelet, WorldClock clock) {
    this.store = store;
    this.kubelet = kubelet;
    this.clock = clock;
  }

  @Override
  public LoopbackServer.Reply log(ApiRequest request) {
    SimulatedPod pod = find(request, request.name());
    PodLog log =
        Boolean.parseBoolean(request.query().get("previous"))
            ? pod.previousLog()
                .orElseThrow(
                    () ->
                        ApiError.badRequest(
                            "previous terminated container \"%s\" in pod \"%s\" not found"
                                .formatted(pod.container().getName(), pod.name())))
            : pod.log();
    return LoopbackServer.Reply.text(200, log.read(request.query(), clock.now()));
  }

  @Override
  public LoopbackServer.Reply proxy(HttpExchange exchange, ApiRequest request, String body)
      throws IOException, InterruptedException {
    // POD, POD:PORT or SCHEME:POD:PORT
    String[] target = request.name().split(":");
    SimulatedPod pod = find(request, target.length == 3 ? target[1] : target[0]);
    URI address = pod.address().orElseThrow(() -> refusedBy(pod));
    String query = exchange.getRequestURI().getRawQuery();
    HttpRequest forwarded =
        HttpRequest.newBuilder(address.resolve(request.rest() + (query == null ? "" : "?" + query)))
            .method(exchange.getRequestMethod(), BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(forwarded, BodyHandlers.ofByteArray());
      return new LoopbackServer.Reply(
          answer.statusCode(),
          answer.headers().firstValue("Content-Type").orElse("text/plain"),
          answer.body());
    } catch (IOException e) {
      throw refusedBy(pod); // it ended meanwhile
    }
  }

  @Override
  public ObjectNode metrics(ApiRequest request) {
    if (!request.plural().equals("pods")) {
      return metricsList(request);
    }
    if (request.name() != null) {
      SimulatedPod pod = find(request, request.name());
      return metrics(pod, store.get(PODS, pod.namespace(), pod.name()));
    }
    ObjectNode list = metricsList(request);
    Predicate<JsonNode> selected = Selectors.of(request.query());
    synchronized (store) {
      for (SimulatedPod pod : kubelet.pods()) {
        store
            .find(PODS, pod.namespace(), pod.name())
            .filter(selected)
            .filter(one -> pod.isRunning())
            .filter(
                one -> request.namespace() == null || request.namespace().equals(pod.namespace()))
            .ifPresent(one -> ((ArrayNode) list.get("items")).add(metrics(pod, one)));
      }
    }
    return list;
  }

  private static ObjectNode metricsList(ApiRequest request) {
    ObjectNode list = Json.object();
    list.put("kind", request.plural().equals("pods") ? "PodMetricsList" : "NodeMetricsList");
    list.put("apiVersion", "metrics.k8s.io/v1beta1").putObject("metadata");
    list.putArray("items");
    return list;
  }

  private ObjectNode metrics(SimulatedPod pod, ObjectNode object) {
    Usage usage = pod.usage();
    ObjectNode metrics =
        Json.object().put("kind", "PodMetrics").put("apiVersion", "metrics.k8s.io/v1beta1");
    ObjectNode metadata = metrics.putObject("metadata");
    metadata.put("name", pod.name()).put("namespace", pod.namespace());
    metadata.put("creationTimestamp", clock.stamp());
    metadata.set("labels", object.at("/metadata/labels"));
    metrics.put("timestamp", clock.stamp()).put("window", "15s");
    metrics
        .putArray("containers")
        .addObject()
        .put("name", pod.container().getName())
        .putObject("usage")
        .put("cpu", (long) (usage.cpuCores() * 1e9) + "n")
        .put("memory", (long) (usage.memoryBytes() / 1024) + "Ki");
    return metrics;
  }

  private SimulatedPod find(ApiRequest request, String name) {
    return kubelet.find(request.namespace(), name).orElseThrow(() -> ApiError.notFound(PODS, name));
  }

  private static ApiError refusedBy(SimulatedPod pod) {
    return ApiError.of(
        503,
        "ServiceUnavailable",
        "error trying to reach service: dial tcp %s:5000: connect: connection refused"
            .formatted(pod.ip()));
  }
}
