package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ChangeMarks;
import com.dhakacart.runbook.cluster.ChangeTarget;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.RevisionHistory;
import com.dhakacart.runbook.cluster.TemplateChanges;
import com.dhakacart.runbook.cluster.Templates;
import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where {@code kubectl rollout undo} should go. It takes the revision before the current one. That
 * one is the same release where the current one is a mere restart, or raised limits: the runbook
 * makes such revisions itself, before somebody chooses another cause. Those are passed over.
 */
final class PreviousRelease {

  private final Workload workload;
  private final long revision;
  private final JsonNode replicaSet;

  private PreviousRelease(Workload workload, long revision, JsonNode replicaSet) {
    this.workload = workload;
    this.revision = revision;
    this.replicaSet = replicaSet;
  }

  /**
   * @param deployment the workload's
   * @param replicaSets all of the namespace
   * @throws ChangeRefused when there is none
   */
  static PreviousRelease of(Workload workload, JsonNode deployment, JsonNode replicaSets) {
    Map<String, JsonNode> owned = new LinkedHashMap<>();
    List<ReplicaSet> typed = new ArrayList<>();
    for (JsonNode one : replicaSets) {
      if (OwnedReplicaSets.isOwner(deployment, one)) {
        owned.put(one.at("/metadata/name").asText(), one);
        typed.add(as(one, ReplicaSet.class));
      }
    }
    RevisionHistory history = new RevisionHistory(as(deployment, Deployment.class), typed);
    return history
        .releaseBefore()
        .map(
            it ->
                new PreviousRelease(
                    workload, RevisionHistory.revision(it), owned.get(it.getMetadata().getName())))
        .orElseThrow(() -> none(workload, deployment, history));
  }

  private static ChangeRefused none(
      Workload workload, JsonNode deployment, RevisionHistory history) {
    String name = name(deployment);
    return new ChangeRefused(
        history.earlier().isEmpty()
            ? "No release before the current one is left in the rollout history of "
                + name
                + "; deploy the last good version again, as releases are deployed"
            : "No release before the current one: all that is left in the rollout history of "
                + name
                + " are restarts and what the runbook changed, so that "
                + tagDecides(workload, deployment));
  }

  /**
   * Whole templates count, as kubectl restores them whole.
   *
   * @throws ChangeRefused when going back would start the same again
   */
  void mustRunOtherwiseThan(JsonNode deployment) {
    JsonNode now = deployment.at("/spec/template");
    JsonNode then = Templates.withoutHash(replicaSet.at("/spec/template"));
    if (TemplateChanges.between(now, then).isEmpty()) {
      throw new ChangeRefused(
          "Revision "
              + revision
              + " runs the same (nothing but marks of the pods differs: "
              + String.join(", ", Fingerprint.differences(then, now))
              + "): "
              + tagDecides(workload, deployment));
    }
    if (TemplateChanges.between(now, floor(deployment).in(then)).isEmpty()) {
      throw new ChangeRefused(
          "Revision "
              + revision
              + " differs in lower limits only, and limits are never made smaller in an incident;"
              + " if the higher limits are to blame, type: "
              + Kubectl.rollBack(
                  ChangeTarget.deployment(namespace(deployment), name(deployment)), revision));
    }
  }

  /** What heals instead: the build that ran before, by what no push can move. */
  private static String tagDecides(Workload workload, JsonNode deployment) {
    String container = workload.container();
    String image = image(workload, deployment.at("/spec/template/spec/containers"));
    return "the tag decides what runs ("
        + image
        + "), and a rollback would start the same again; pin the last good build by its digest: "
        + "kubectl set image deployment/"
        + name(deployment)
        + " "
        + container
        + "="
        + image.replaceFirst("(:[^/:]+)?(@.*)?$", "")
        + "@sha256:DIGEST -n "
        + namespace(deployment);
  }

  private static String image(Workload workload, JsonNode containers) {
    for (JsonNode one : containers) {
      if (one.path("name").asText().equals(workload.container())) {
        return one.path("image").asText();
      }
    }
    throw new ChangeRefused(workload.lacksContainer());
  }

  private static String name(JsonNode deployment) {
    return deployment.at("/metadata/name").asText();
  }

  private static String namespace(JsonNode deployment) {
    return deployment.at("/metadata/namespace").asText();
  }

  long revision() {
    return revision;
  }

  /** Limits of now that are higher than that revision's, and stay; also where there is none. */
  LimitFloor floor(JsonNode deployment) {
    return LimitFloor.of(deployment.at("/spec/template"), replicaSet.at("/spec/template"));
  }

  /**
   * What {@code kubectl rollout undo} sends: template and annotations of that revision; but no
   * limit gets smaller. kubectl writes all annotations a moment after it has read them; here an
   * approval lies between, so that each one is written alone.
   */
  JsonNode patch(JsonNode deployment) {
    ArrayNode patch =
        JsonNodeFactory.instance
            .arrayNode()
            .add(
                Patches.operation(
                    "replace",
                    "/spec/template",
                    floor(deployment).in(Templates.withoutHash(replicaSet.at("/spec/template")))));
    Map<String, String> now = ChangeMarks.annotations(deployment);
    Map<String, String> then = ChangeMarks.annotations(replicaSet);
    Set<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    keys.removeAll(RevisionHistory.STAYS_IN_A_ROLLBACK);
    keys.removeIf(key -> Objects.equals(now.get(key), then.get(key)));
    keys.forEach(key -> patch.add(Patches.annotation(key, then.get(key))));
    return patch;
  }

  private static <T> T as(JsonNode node, Class<T> type) {
    try {
      return Serialization.jsonMapper().treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw new ClusterUnavailable("The API server answered something unexpected; try again", e);
    }
  }
}
