package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ChangeMarks;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a change does to an object, as a person wants to see it: YAML, without what Kubernetes
 * writes itself, and without secrets.
 */
final class ObjectDiff {

  /** Lines around a change, as {@code diff -u} shows. */
  private static final int CONTEXT = 3;

  private static final List<String> KUBERNETES_OWN =
      List.of(
          "creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid");

  private static final List<String> NOT_SHOWN =
      List.of("kubectl.kubernetes.io/last-applied-configuration", ChangeMarks.ANNOTATION);

  private ObjectDiff() {}

  /**
   * As {@code diff -u} writes it.
   *
   * @return empty when nothing changes that is shown
   */
  static String of(String name, JsonNode was, JsonNode becomes) {
    JsonNode shownBefore = shown(was);
    JsonNode shownAfter = shown(becomes);
    PlainSecrets.hide(shownBefore, shownAfter);
    List<String> before = lines(shownBefore);
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            name + " (before the change)",
            name + " (after the change)",
            before,
            DiffUtils.diff(before, lines(shownAfter)),
            CONTEXT);
    return diff.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static JsonNode shown(JsonNode object) {
    ObjectNode shown = object.deepCopy();
    shown.remove("status");
    if (shown.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(KUBERNETES_OWN);
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(NOT_SHOWN);
      }
    }
    return shown;
  }

  private static List<String> lines(JsonNode object) {
    Object sorted = Serialization.unmarshal(Fingerprint.sorted(object), Object.class);
    return Serialization.asYaml(sorted).lines().filter(line -> !"---".equals(line)).toList();
  }
}
