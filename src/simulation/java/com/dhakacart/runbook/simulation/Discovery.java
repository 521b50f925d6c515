package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Answers to requests that name no resource: which resources there are. */
final class Discovery {

  private Discovery() {}

  private static final Map<String, String> VERSION =
      Map.of("major", "1", "minor", "32", "gitVersion", "v1.32.2", "platform", "simulated/java");

  static JsonNode answer(String path) {
    switch (path) {
      case "/version":
        return Json.tree(VERSION);
      case "/livez", "/readyz", "/healthz":
        return Json.object().put("status", "ok");
      case "/api":
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        return versions;
      case "/apis":
        return groups();
      default:
        return resources(path.replaceFirst("^/apis?/", ""));
    }
  }

  private static JsonNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    List.of(
            "apps/v1",
            "autoscaling/v2",
            "authorization.k8s.io/v1",
            "coordination.k8s.io/v1",
            "discovery.k8s.io/v1",
            "metrics.k8s.io/v1beta1",
            "networking.k8s.io/v1",
            "policy/v1")
        .forEach(
            groupVersion -> {
              String[] parts = groupVersion.split("/");
              ObjectNode group = groups.addObject().put("name", parts[0]);
              ObjectNode version =
                  Json.object().put("groupVersion", groupVersion).put("version", parts[1]);
              group.putArray("versions").add(version);
              group.set("preferredVersion", version);
            });
    return list;
  }

  private static JsonNode resources(String groupVersion) {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    if (groupVersion.equals("metrics.k8s.io/v1beta1")) {
      resources.addObject().put("name", "pods").put("kind", "PodMetrics").put("namespaced", true);
    }
    if (groupVersion.equals("authorization.k8s.io/v1")) {
      resources
          .addObject()
          .put("name", "selfsubjectaccessreviews")
          .put("kind", "SelfSubjectAccessReview")
          .put("namespaced", false);
    }
    ApiResource.ALL.stream()
        .filter(one -> one.apiVersion().equals(groupVersion))
        .forEach(
            one ->
                resources
                    .addObject()
                    .put("name", one.plural())
                    .put("kind", one.kind())
                    .put("namespaced", one.namespaced()));
    if (resources.isEmpty()) {
      throw ApiError.unknownResource();
    }
    return list;
  }
}
