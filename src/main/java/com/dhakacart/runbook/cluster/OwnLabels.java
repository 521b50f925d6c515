package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The labels that each pod of a Deployment is made with. */
record OwnLabels(Map<String, String> labels) {

  /** By which the pods of one template are told from those of the next. */
  static final String TEMPLATE_HASH = "pod-template-hash";

  static OwnLabels of(Deployment deployment) {
    return new OwnLabels(
        Objects.requireNonNullElse(
            deployment.getSpec().getTemplate().getMetadata().getLabels(), Map.of()));
  }

  /**
   * Whether a selector is about these pods, too.
   *
   * @param selector null selects nothing
   */
  boolean match(LabelSelector selector) {
    return selector != null
        && labels
            .entrySet()
            .containsAll(
                Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
                    .entrySet())
        && Objects.requireNonNullElse(
                selector.getMatchExpressions(), List.<LabelSelectorRequirement>of())
            .stream()
            .allMatch(it -> match(it, labels.get(it.getKey())));
  }

  private static boolean match(LabelSelectorRequirement wanted, String value) {
    return switch (wanted.getOperator()) {
      case "In" -> value != null && wanted.getValues().contains(value);
      case "NotIn" -> value == null || !wanted.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
