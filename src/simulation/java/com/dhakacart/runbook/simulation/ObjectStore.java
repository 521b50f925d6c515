package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the API server knows. Each write that changes something raises the resource version, and the
 * generation where the {@code spec} changes. It is the lock of the simulated cluster, too: who does
 * several things that belong together holds it.
 */
class ObjectStore {

  private static final Set<String> TIMES =
      Set.of(
          "creationTimestamp",
          "startTime",
          "startedAt",
          "finishedAt",
          "firstTimestamp",
          "lastTimestamp",
          "lastTransitionTime",
          "lastUpdateTime");

  private static final String EVENTS = ApiResource.of(Event.class).qualified() + "/";

  private final Map<String, ObjectNode> objects = new TreeMap<>();

  /**
   * The same as the controllers list them, until it changes: they look at all of it all the time.
   */
  private final Map<String, HasMetadata> listed = new HashMap<>();

  private final WorldClock clock;
  private long version = 1_000;

  ObjectStore(WorldClock clock) {
    this.clock = clock;
  }

  synchronized List<ObjectNode> list(ApiResource resource, String namespace) {
    return keys(resource, namespace).map(key -> objects.get(key).deepCopy()).toList();
  }

  private Stream<String> keys(ApiResource resource, String namespace) {
    String prefix = resource.qualified() + "/" + (namespace == null ? "" : namespace + "/");
    return objects.keySet().stream().filter(key -> key.startsWith(prefix));
  }

  synchronized Optional<ObjectNode> find(ApiResource resource, String namespace, String name) {
    return Optional.ofNullable(objects.get(key(resource, namespace, name)))
        .map(ObjectNode::deepCopy);
  }

  synchronized ObjectNode get(ApiResource resource, String namespace, String name) {
    return find(resource, namespace, name).orElseThrow(() -> ApiError.notFound(resource, name));
  }

  synchronized String version() {
    return String.valueOf(version);
  }

  /**
   * @throws ApiError when it is there already
   */
  synchronized ObjectNode create(
      ApiResource resource, String namespace, ObjectNode object, boolean dryRun) {
    return create(resource, namespace, object, dryRun, null);
  }

  /**
   * @param by the field manager; null for a controller, whose fields nobody asks about
   */
  synchronized ObjectNode create(
      ApiResource resource, String namespace, ObjectNode object, boolean dryRun, String by) {
    ObjectNode created = object.deepCopy();
    created.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
    ObjectNode metadata = Json.at(created, "metadata");
    if (resource.namespaced()) {
      metadata.put("namespace", namespace);
    }
    if (!metadata.hasNonNull("name")) {
      metadata.put(
          "name", metadata.path("generateName").asText() + Names.suffix(UUID.randomUUID(), 5));
    }
    String name = metadata.get("name").asText();
    if (find(resource, namespace, name).isPresent()) {
      throw ApiError.exists(resource, name);
    }
    metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", clock.stamp());
    if (created.has("spec")) {
      metadata.put("generation", 1);
    }
    Admission.admit(resource, created);
    metadata.remove("managedFields");
    if (by != null) {
      FieldOwners.note(Json.object(), created, by, null, clock.stamp());
    }
    return dryRun ? created : keep(resource, namespace, created);
  }

  /**
   * @throws ApiError when it is not there, or when it carries a resource version that is not the
   *     present one
   */
  synchronized ObjectNode replace(
      ApiResource resource, String namespace, String name, ObjectNode object, boolean dryRun) {
    return replace(resource, namespace, name, object, dryRun, null, null);
  }

  /**
   * @param by the field manager; null for a controller, whose fields nobody asks about
   * @param subresource through which it writes; null for the object itself
   */
  synchronized ObjectNode replace(
      ApiResource resource,
      String namespace,
      String name,
      ObjectNode object,
      boolean dryRun,
      String by,
      String subresource) {
    ObjectNode before = get(resource, namespace, name);
    ObjectNode after = object.deepCopy();
    ObjectNode metadata = Json.at(after, "metadata");
    String expected = metadata.path("resourceVersion").asText();
    if (!expected.isEmpty() && !expected.equals(before.at("/metadata/resourceVersion").asText())) {
      throw ApiError.conflict(resource, name);
    }
    for (String given :
        List.of(
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "generation",
            "resourceVersion",
            "managedFields")) {
      metadata.remove(given);
      if (before.get("metadata").has(given)) {
        metadata.set(given, before.get("metadata").get(given));
      }
    }
    Admission.admit(resource, after);
    if (!same(before.path("spec"), after.path("spec"))) {
      metadata.put("generation", before.at("/metadata/generation").asLong() + 1);
    }
    if (by != null && !same(before, after)) {
      FieldOwners.note(before, after, by, subresource, clock.stamp());
    }
    return dryRun || same(before, after) ? after : keep(resource, namespace, after);
  }

  synchronized void delete(ApiResource resource, String namespace, String name) {
    String key = key(resource, namespace, name);
    if (objects.remove(key) == null) {
      throw ApiError.notFound(resource, name);
    }
    listed.remove(key);
    version++;
  }

  /** Makes all objects and what they tell older; of events nobody knows after an hour. */
  synchronized void age(Duration by) {
    objects.keySet().removeIf(key -> key.startsWith(EVENTS));
    objects.values().forEach(object -> age(object, by));
    listed.clear();
  }

  private static void age(JsonNode node, Duration by) {
    if (node instanceof ObjectNode object) {
      for (String field : Json.names(object)) {
        if (TIMES.contains(field)) {
          Instant older = Instant.parse(object.get(field).asText()).minus(by);
          object.put(field, WorldClock.stamp(older));
        }
      }
    }
    node.forEach(child -> age(child, by));
  }

  // The same for the controllers, which know the types.

  /** To be looked at: what is to be changed is built from it, and saved. */
  synchronized <T extends HasMetadata> List<T> list(Class<T> type) {
    return keys(ApiResource.of(type), null)
        .map(key -> type.cast(listed.computeIfAbsent(key, it -> Json.model(objects.get(it), type))))
        .toList();
  }

  synchronized <T extends HasMetadata> Optional<T> find(
      Class<T> type, String namespace, String name) {
    return find(ApiResource.of(type), namespace, name).map(one -> Json.model(one, type));
  }

  /** Creates or replaces it, whatever its resource version says. */
  @SuppressWarnings("unchecked")
  synchronized <T extends HasMetadata> T save(T object) {
    ApiResource resource = ApiResource.of(object.getClass());
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    if (name != null && object.equals(listed.get(key(resource, namespace, name)))) {
      return object;
    }
    ObjectNode tree = Json.tree(object);
    Json.at(tree, "metadata").remove("resourceVersion");
    ObjectNode saved =
        name != null && find(resource, namespace, name).isPresent()
            ? replace(resource, namespace, name, tree, false)
            : create(resource, namespace, tree, false);
    return (T) Json.model(saved, object.getClass());
  }

  synchronized void delete(HasMetadata object) {
    delete(
        ApiResource.of(object.getClass()),
        object.getMetadata().getNamespace(),
        object.getMetadata().getName());
  }

  private ObjectNode keep(ApiResource resource, String namespace, ObjectNode object) {
    version++;
    Json.at(object, "metadata").put("resourceVersion", version());
    String key = key(resource, namespace, object.at("/metadata/name").asText());
    objects.put(key, object.deepCopy());
    listed.remove(key);
    return object;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return Json.canonical(one).equals(Json.canonical(other));
  }

  private static String key(ApiResource resource, String namespace, String name) {
    return resource.qualified() + "/" + (resource.namespaced() ? namespace : "") + "/" + name;
  }
}
