package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.cluster.ChangeMarks;
import com.dhakacart.runbook.cluster.Fingerprint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.regex.Pattern;
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

  /** Some write secrets into the environment as plain text; a plan is read by many. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|passwd|secret|token|api_?key|private_?key|credential|_url$)");

  private ObjectDiff() {}

  /**
   * As {@code diff -u} writes it.
   *
   * @return empty when nothing changes that is shown
   */
  static String of(String name, JsonNode was, JsonNode becomes) {
    JsonNode shownBefore = shown(was);
    JsonNode shownAfter = shown(becomes);
    hideSecrets(shownBefore, shownAfter);
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

  /** Hidden on both sides, so that a changed secret is still seen to have changed. */
  private static void hideSecrets(JsonNode before, JsonNode after) {
    for (JsonNode container : after.at("/spec/template/spec/containers")) {
      for (JsonNode variable : container.path("env")) {
        JsonNode earlier = earlier(before, container, variable);
        boolean same = earlier.path("value").equals(variable.path("value"));
        hide(variable, same || earlier.isMissingNode() ? "(hidden)" : "(hidden, changed)");
      }
    }
    for (JsonNode container : before.at("/spec/template/spec/containers")) {
      container.path("env").forEach(variable -> hide(variable, "(hidden)"));
    }
  }

  private static JsonNode earlier(JsonNode before, JsonNode container, JsonNode variable) {
    return named(
        named(before.at("/spec/template/spec/containers"), container).path("env"), variable);
  }

  private static JsonNode named(JsonNode items, JsonNode like) {
    for (JsonNode item : items) {
      if (item.path("name").equals(like.path("name"))) {
        return item;
      }
    }
    return items.path(-1);
  }

  private static void hide(JsonNode variable, String instead) {
    if (variable.has("value") && SECRET.matcher(variable.path("name").asText()).find()) {
      ((ObjectNode) variable).put("value", instead);
    }
  }

  private static List<String> lines(JsonNode object) {
    Object sorted = Serialization.unmarshal(Fingerprint.sorted(object), Object.class);
    return Serialization.asYaml(sorted).lines().filter(line -> !"---".equals(line)).toList();
  }
}
