package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.ObjectName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The object that a change is made to.
 *
 * @param resource plural name
 * @param scale whether it is written through its scale sub-resource, as {@code kubectl scale} does
 */
public record ChangeTarget(String namespace, String resource, String name, boolean scale) {

  public static final String DEPLOYMENTS = "deployments";
  public static final String AUTOSCALERS = "horizontalpodautoscalers";
  static final String CONFIG_MAPS = "configmaps";

  public ChangeTarget {
    if (!ObjectName.isLabel(namespace) || !ObjectName.isSubdomain(name)) {
      throw new NotChangeable(
          "'%s/%s' can be no object of Kubernetes, so the runbook neither looks at it nor changes it"
              .formatted(namespace, name));
    }
  }

  public static ChangeTarget of(Change change) {
    return new ChangeTarget(
        change.namespace(),
        change.resource(),
        change.name(),
        change.kind() == ChangeKind.SCALE_OUT && DEPLOYMENTS.equals(change.resource()));
  }

  public static ChangeTarget deployment(String namespace, String name) {
    return new ChangeTarget(namespace, DEPLOYMENTS, name, false);
  }

  public static String list(String namespace, String resource) {
    String group =
        switch (resource) {
          case DEPLOYMENTS, "replicasets" -> "/apis/apps/v1";
          case AUTOSCALERS -> "/apis/autoscaling/v2";
          case CONFIG_MAPS -> "/api/v1";
          default ->
              throw new NotChangeable(
                  "The runbook does not change "
                      + resource
                      + ", only "
                      + DEPLOYMENTS
                      + " and "
                      + CONFIG_MAPS
                      + "; correct the configured patch");
        };
    return group + "/namespaces/" + namespace + "/" + resource;
  }

  /** The whole object, where this is its scale. */
  ChangeTarget object() {
    return new ChangeTarget(namespace, resource, name, false);
  }

  /** The object as earlier changes leave it; itself where none of them is made to it. */
  public JsonNode after(List<Change> changes, JsonNode object) {
    JsonNode after = object;
    for (Change change : changes) {
      if (isOf(change)) {
        JsonNode patch = Patches.parse(change.patch());
        after =
            scale
                ? Patches.applied(after, Patches.MERGE, replicas(patch))
                : Patches.applied(after, change.patchType(), patch);
      }
    }
    return after;
  }

  private boolean isOf(Change change) {
    return namespace.equals(change.namespace())
        && resource.equals(change.resource())
        && name.equals(change.name());
  }

  /** Of its Deployment the scale shows the replicas only. */
  private static JsonNode replicas(JsonNode patch) {
    ObjectNode replicas = JsonNodeFactory.instance.objectNode();
    if (patch.at("/spec").has("replicas")) {
      replicas.putObject("spec").set("replicas", patch.at("/spec/replicas"));
    }
    return replicas;
  }

  public String path() {
    return list(namespace, resource) + "/" + name + (scale ? "/scale" : "");
  }

  /** As kubectl names it in its answers: {@code deployment.apps/dhakacart-backend}. */
  public String inKubectlsWords() {
    String kind =
        switch (resource) {
          case DEPLOYMENTS -> "deployment.apps";
          case AUTOSCALERS -> "horizontalpodautoscaler.autoscaling";
          default -> "configmap";
        };
    return kind + "/" + name;
  }

  /** As kubectl takes it in its commands. */
  public String singular() {
    return switch (resource) {
      case DEPLOYMENTS -> "deployment";
      case AUTOSCALERS -> "hpa";
      default -> "configmap";
    };
  }
}
