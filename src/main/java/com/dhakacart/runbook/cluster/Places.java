package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * For how many pods of a Deployment there is a place at all, where each has to stand apart from the
 * others by an anti-affinity that is required.
 *
 * @param most pods at one time
 * @param apart by which label of the nodes, such as {@code kubernetes.io/hostname}
 */
record Places(int most, String apart) {

  private static final String TEMPLATE_HASH = "pod-template-hash";

  /**
   * @param nodes that the pods may run on
   * @return empty where the pods may stand together, or where no node may be seen
   */
  static Optional<Places> of(Deployment deployment, List<Node> nodes) {
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    return terms(deployment)
        .filter(it -> isAgainstOwn(it, deployment))
        .map(PodAffinityTerm::getTopologyKey)
        .map(key -> new Places(values(key, nodes), key))
        .min(Comparator.comparingInt(Places::most));
  }

  private static Stream<PodAffinityTerm> terms(Deployment deployment) {
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    return pod.getAffinity() == null || pod.getAffinity().getPodAntiAffinity() == null
        ? Stream.empty()
        : Objects.requireNonNullElse(
            pod.getAffinity()
                .getPodAntiAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution(),
            List.<PodAffinityTerm>of())
            .stream();
  }

  /** Terms that tell the pods of one template from those of the next let both stand together. */
  private static boolean isAgainstOwn(PodAffinityTerm term, Deployment deployment) {
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    return term.getLabelSelector() != null
        && !term.getMatchLabelKeys().contains(TEMPLATE_HASH)
        && matches(term.getLabelSelector(), Objects.requireNonNullElse(labels, Map.of()));
  }

  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
    Map<String, String> wanted =
        Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of());
    return labels.entrySet().containsAll(wanted.entrySet())
        && Objects.requireNonNullElse(
                selector.getMatchExpressions(), List.<LabelSelectorRequirement>of())
            .stream()
            .allMatch(it -> matches(it, labels.get(it.getKey())));
  }

  private static boolean matches(LabelSelectorRequirement wanted, String value) {
    return switch (wanted.getOperator()) {
      case "In" -> value != null && wanted.getValues().contains(value);
      case "NotIn" -> value == null || !wanted.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  private static int values(String key, List<Node> nodes) {
    return (int)
        nodes.stream()
            .map(Node::getMetadata)
            .map(it -> it.getLabels() == null ? null : it.getLabels().get(key))
            .filter(Objects::nonNull)
            .distinct()
            .count();
  }

  /** That there is no place for so many, and why. */
  String tooFewFor(int pods) {
    return "Pods of this Deployment may not stand together (required anti-affinity by %s), and there are places for %d of %d"
        .formatted(apart, most, pods);
  }
}
