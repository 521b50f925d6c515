package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For how many pods of a Deployment there is a place at all, where its own template says where they
 * may stand: apart from each other, or spread evenly.
 *
 * @param most pods at one time
 * @param because what the template asks for, in words
 */
record Places(int most, String because) {

  /**
   * The nodes that the pods' own selector is about.
   *
   * @param open where a new pod may start
   * @param closed cordoned, or of a taint that the pods do not tolerate
   */
  record Nodes(List<Node> open, List<Node> closed) {}

  /**
   * @param nodes asked for only where the template says where its pods may stand
   * @param pods those of the Deployment, asked for only where it matters where they stand
   * @return empty where it does not say so, or where no node may be seen
   */
  static Optional<Places> of(
      Deployment deployment, Supplier<Nodes> nodes, Supplier<List<Pod>> pods) {
    List<PodAffinityTerm> apart =
        terms(deployment).filter(it -> isAgainstOwn(it, deployment)).toList();
    List<Spread> spreads = Spread.of(deployment);
    if (apart.isEmpty() && spreads.isEmpty()) {
      return Optional.empty();
    }
    Nodes seen = nodes.get();
    return seen.open().isEmpty()
        ? Optional.empty()
        : Stream.concat(
                apart.stream().map(it -> apart(it.getTopologyKey(), seen)),
                spreads.stream().flatMap(it -> it.places(seen, pods).stream()))
            .min(Comparator.comparingInt(Places::most));
  }

  private static Places apart(String key, Nodes nodes) {
    return new Places(
        domains(key, nodes.open()).size(),
        "Pods of this Deployment may not stand together (required anti-affinity by %s)"
            .formatted(key));
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
    return !term.getMatchLabelKeys().contains(OwnLabels.TEMPLATE_HASH)
        && OwnLabels.of(deployment).match(term.getLabelSelector());
  }

  /** The values that a label has on these nodes: each is a place of its own. */
  static Set<String> domains(String key, Collection<Node> nodes) {
    return nodes.stream()
        .map(Node::getMetadata)
        .map(it -> it.getLabels() == null ? null : it.getLabels().get(key))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** That there is no place for so many, and why. */
  String tooFewFor(int pods) {
    return "%s, and there are places for %d of %d".formatted(because, most, pods);
  }
}
