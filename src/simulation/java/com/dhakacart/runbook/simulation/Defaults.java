package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server writes into an object where its author said nothing. */
final class Defaults {

  private Defaults() {}

  static void fill(ApiResource resource, ObjectNode object) {
    ObjectNode spec = object.get("spec") instanceof ObjectNode there ? there : Json.object();
    switch (resource.kind()) {
      case "Deployment" -> deployment(spec);
      case "HorizontalPodAutoscaler" -> set(spec, "minReplicas", 1);
      default -> {}
    }
  }

  private static void deployment(ObjectNode spec) {
    set(spec, "replicas", 1);
    set(spec, "progressDeadlineSeconds", 600);
    set(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Json.at(spec, "strategy");
    set(strategy, "type", "RollingUpdate");
    if (strategy.get("type").asText().equals("RollingUpdate")) {
      set(Json.at(strategy, "rollingUpdate"), "maxSurge", "25%");
      set(Json.at(strategy, "rollingUpdate"), "maxUnavailable", "25%");
    }
    ObjectNode pod = Json.at(spec, "template", "spec");
    set(pod, "restartPolicy", "Always");
    set(pod, "terminationGracePeriodSeconds", 30);
    set(pod, "dnsPolicy", "ClusterFirst");
    set(pod, "schedulerName", "default-scheduler");
    pod.path("containers").forEach(container -> container((ObjectNode) container));
  }

  private static void container(ObjectNode container) {
    String image = container.path("image").asText();
    boolean latest = image.endsWith(":latest") || !image.contains(":");
    set(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    set(container, "terminationMessagePath", "/dev/termination-log");
    set(container, "terminationMessagePolicy", "File");
    container.path("ports").forEach(port -> set((ObjectNode) port, "protocol", "TCP"));
  }

  private static void set(ObjectNode object, String field, Object value) {
    JsonNode there = object.get(field);
    if (there == null || there.isNull()) {
      object.set(field, Json.node(value));
    }
  }
}
