package com.dhakacart.runbook.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A pod template as far as it matters whether two are the same. */
public final class Templates {

  /** Written by {@code kubectl rollout restart}. */
  public static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /**
   * Parts of the names of annotations by which sidecars are added, or networks and rights given.
   */
  private static final List<String> READ_WHEN_A_POD_IS_MADE =
      List.of(
          "istio.io/",
          "linkerd.io/",
          "vault.hashicorp.com/",
          "consul.hashicorp.com/",
          "dapr.io/",
          "instrumentation.opentelemetry.io/",
          "admission.datadoghq.com/",
          "k8s.v1.cni.cncf.io/",
          "apparmor",
          "seccomp",
          "bandwidth",
          "iam.amazonaws.com/");

  private Templates() {}

  /** The template as a Deployment has it: without the label that its ReplicaSet added. */
  public static JsonNode withoutHash(JsonNode template) {
    ObjectNode copy = template.deepCopy();
    removeFrom(copy, "labels", PodStates.TEMPLATE_HASH);
    return copy;
  }

  /** What runs in the pods: also without the mark of a restart, which changes nothing else. */
  public static JsonNode withoutMarks(JsonNode template) {
    ObjectNode copy = (ObjectNode) withoutHash(template);
    removeFrom(copy, "annotations", RESTARTED_AT);
    return copy;
  }

  /**
   * What decides what runs in the pods: of the annotations only those that something reads when a
   * pod is made. A checksum, a build number or the time of a restart makes new pods and no other
   * ones.
   */
  static JsonNode whatRuns(JsonNode template) {
    ObjectNode copy = (ObjectNode) withoutMarks(template);
    if (copy.at("/metadata/annotations") instanceof ObjectNode annotations) {
      List<String> marks = new ArrayList<>();
      annotations.fieldNames().forEachRemaining(marks::add);
      marks.stream()
          .filter(it -> READ_WHEN_A_POD_IS_MADE.stream().noneMatch(it::contains))
          .forEach(it -> removeFrom(copy, "annotations", it));
    }
    return copy;
  }

  private static void removeFrom(ObjectNode template, String map, String key) {
    if (template.path("metadata") instanceof ObjectNode metadata) {
      if (metadata.path("creationTimestamp").isNull()) {
        metadata.remove("creationTimestamp");
      }
      if (metadata.path(map) instanceof ObjectNode entries) {
        entries.remove(key);
        if (entries.isEmpty()) {
          metadata.remove(map);
        }
      }
      if (metadata.isEmpty()) {
        template.remove("metadata");
      }
    }
  }
}
