package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The HTTP side of the simulated cluster: what a Kubernetes API server answers. */
class ApiServer implements LoopbackServer.Handler {

  private static final Set<String> READING = Set.of("get", "list");
  private static final Set<String> NOTHING_TO_DELETE = Set.of("scale", "status");

  private final ObjectStore store;
  private final PodAccess pods;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> requests = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  ApiServer(ObjectStore store, PodAccess pods) {
    this.store = store;
    this.pods = pods;
    // Upgrading a connection is more than this server does; a real one may well refuse it, too.
    refuse("get", "pods/exec");
    refuse("create", "pods/exec");
  }

  /**
   * @param resource with its subresource, such as {@code deployments/scale}
   */
  void refuse(String verb, String resource) {
    refused.add(verb + " " + resource);
  }

  void allow(String verb, String resource) {
    refused.remove(verb + " " + resource);
  }

  long requests(String verb, String resource) {
    return requests.getOrDefault(verb + " " + resource, 0L);
  }

  long changes() {
    return changes.get();
  }

  @Override
  public LoopbackServer.Reply handle(HttpExchange exchange)
      throws IOException, InterruptedException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return answer(exchange, body);
    } catch (ApiError e) {
      return LoopbackServer.Reply.json(e.code(), Json.write(e.status()));
    } catch (JsonProcessingException e) {
      ApiError error = ApiError.badRequest("the body is not JSON: " + e.getOriginalMessage());
      return LoopbackServer.Reply.json(error.code(), Json.write(error.status()));
    }
  }

  private LoopbackServer.Reply answer(HttpExchange exchange, String body)
      throws IOException, InterruptedException {
    Optional<ApiRequest> parsed =
        ApiRequest.parse(exchange.getRequestMethod(), exchange.getRequestURI());
    if (parsed.isEmpty()) {
      return LoopbackServer.Reply.json(
          200, Json.write(Discovery.answer(exchange.getRequestURI().getPath())));
    }
    ApiRequest request = parsed.get();
    requests.merge(request.verb() + " " + request.resourceAndSubresource(), 1L, Long::sum);
    if (isRefused(request.verb(), request.resourceAndSubresource())) {
      throw ApiError.forbidden(request);
    }
    if (request.plural().equals("pods") && request.subresource() != null) {
      switch (request.subresource()) {
        case "log":
          return pods.log(request);
        case "proxy":
          return pods.proxy(exchange, request, body);
        default:
          break;
      }
    }
    if (request.group().equals("metrics.k8s.io")) {
      return LoopbackServer.Reply.json(200, Json.write(pods.metrics(request)));
    }
    if (request.plural().equals("selfsubjectaccessreviews")) {
      return LoopbackServer.Reply.json(201, Json.write(review((ObjectNode) Json.parse(body))));
    }
    if (request.query().containsKey("watch") && !"false".equals(request.query().get("watch"))) {
      throw ApiError.of(405, "MethodNotAllowed", "the simulated cluster cannot be watched");
    }
    int code = request.verb().equals("create") ? 201 : 200;
    ObjectNode answer =
        onObjects(
            request,
            exchange.getRequestHeaders().getFirst("Content-Type"),
            manager(request, exchange.getRequestHeaders().getFirst("User-Agent")),
            body);
    return LoopbackServer.Reply.json(code, Json.write(answer));
  }

  /** As the request names it, else the beginning of what the program calls itself. */
  private static String manager(ApiRequest request, String userAgent) {
    String program = userAgent == null ? "unknown" : userAgent.split("/")[0];
    return request.query().getOrDefault("fieldManager", program);
  }

  private ObjectNode onObjects(ApiRequest request, String contentType, String manager, String body)
      throws JsonProcessingException {
    ApiResource resource =
        ApiResource.find(request.group(), request.version(), request.plural())
            .orElseThrow(ApiError::unknownResource);
    if (!request.dryRun() && !READING.contains(request.verb())) {
      changes.incrementAndGet();
    }
    synchronized (store) {
      if ("scale".equals(request.subresource())) {
        return scale(request, resource, contentType, manager, body);
      }
      if (request.subresource() != null && !request.subresource().equals("status")) {
        throw ApiError.unknownResource();
      }
      String namespace = request.namespace();
      String name = request.name();
      switch (request.verb()) {
        case "list":
          return list(resource, request);
        case "get":
          return store.get(resource, namespace, name);
        case "create":
          return store.create(
              resource, namespace, (ObjectNode) Json.parse(body), request.dryRun(), manager);
        case "update":
          return write(request, resource, manager, (ObjectNode) Json.parse(body));
        case "patch":
          ObjectNode before = store.get(resource, namespace, name);
          return write(
              request, resource, manager, Patches.apply(contentType, before, Json.parse(body)));
        default:
          return delete(request, resource);
      }
    }
  }

  private ObjectNode list(ApiResource resource, ApiRequest request) {
    Predicate<JsonNode> selected = Selectors.of(request.query());
    ObjectNode list = Json.object();
    list.put("kind", resource.kind() + "List").put("apiVersion", resource.apiVersion());
    list.putObject("metadata").put("resourceVersion", store.version());
    ArrayNode items = list.putArray("items");
    store.list(resource, request.namespace()).stream().filter(selected).forEach(items::add);
    return list;
  }

  /** The status belongs to the controllers: a write to the object itself does not change it. */
  private ObjectNode write(
      ApiRequest request, ApiResource resource, String manager, ObjectNode object) {
    if (request.subresource() == null) {
      JsonNode status = store.get(resource, request.namespace(), request.name()).get("status");
      object.remove("status");
      if (status != null) {
        object.set("status", status);
      }
    }
    return store.replace(
        resource,
        request.namespace(),
        request.name(),
        object,
        request.dryRun(),
        manager,
        request.subresource());
  }

  private ObjectNode delete(ApiRequest request, ApiResource resource) {
    if (request.subresource() != null && NOTHING_TO_DELETE.contains(request.subresource())) {
      throw ApiError.unknownResource();
    }
    ObjectNode gone = store.get(resource, request.namespace(), request.name());
    if (!request.dryRun()) {
      store.delete(resource, request.namespace(), request.name());
    }
    return gone;
  }

  private ObjectNode scale(
      ApiRequest request, ApiResource resource, String contentType, String manager, String body)
      throws JsonProcessingException {
    ObjectNode owner = store.get(resource, request.namespace(), request.name());
    ObjectNode scale = scaleOf(owner);
    if (request.verb().equals("get")) {
      return scale;
    }
    ObjectNode wanted =
        request.verb().equals("patch")
            ? Patches.apply(contentType, scale, Json.parse(body))
            : (ObjectNode) Json.parse(body);
    Json.at(owner, "spec").put("replicas", wanted.at("/spec/replicas").asInt());
    JsonNode version = wanted.at("/metadata/resourceVersion");
    if (!version.isMissingNode()) {
      Json.at(owner, "metadata").set("resourceVersion", version);
    }
    return scaleOf(
        store.replace(
            resource,
            request.namespace(),
            request.name(),
            owner,
            request.dryRun(),
            manager,
            "scale"));
  }

  private static ObjectNode scaleOf(ObjectNode owner) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.set(field, owner.get("metadata").get(field));
    }
    scale.putObject("spec").put("replicas", owner.at("/spec/replicas").asInt());
    ObjectNode status = scale.putObject("status");
    status.put("replicas", owner.at("/status/replicas").asInt());
    JsonNode labels = owner.at("/spec/selector/matchLabels");
    status.put(
        "selector",
        String.join(
            ",",
            Json.names(labels).stream()
                .map(label -> label + "=" + labels.get(label).asText())
                .toList()));
    return scale;
  }

  private ObjectNode review(ObjectNode review) {
    JsonNode asked = review.at("/spec/resourceAttributes");
    String subresource = asked.path("subresource").asText();
    String resource =
        asked.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource);
    review
        .putObject("status")
        .put("allowed", !isRefused(asked.path("verb").asText(), resource))
        .put("reason", "simulated");
    return review;
  }

  private boolean isRefused(String verb, String resource) {
    return refused.contains(verb + " " + resource);
  }

  /** What of the pods the API server fetches from elsewhere. */
  interface PodAccess {

    LoopbackServer.Reply log(ApiRequest request);

    LoopbackServer.Reply proxy(HttpExchange exchange, ApiRequest request, String body)
        throws IOException, InterruptedException;

    ObjectNode metrics(ApiRequest request);
  }
}
