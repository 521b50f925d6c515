package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.cluster.Places.Nodes;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A constraint by which pods wait rather than stand unevenly ({@code DoNotSchedule}). By itself it
 * always leaves a place, where there are fewest; it leaves none where that place is closed, such as
 * a node that is being drained, where there are fewer places than it asks for, or none at all.
 *
 * @param choosesNodes whether the pods choose nodes by affinity, which is left to the scheduler
 */
record Spread(TopologySpreadConstraint constraint, boolean choosesNodes) {

  static List<Spread> of(Deployment deployment) {
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    boolean choosesNodes =
        pod.getAffinity() != null
            && pod.getAffinity().getNodeAffinity() != null
            && pod.getAffinity()
                    .getNodeAffinity()
                    .getRequiredDuringSchedulingIgnoredDuringExecution()
                != null;
    OwnLabels own = OwnLabels.of(deployment);
    return Objects.requireNonNullElse(
            pod.getTopologySpreadConstraints(), List.<TopologySpreadConstraint>of())
        .stream()
        .filter(it -> "DoNotSchedule".equals(it.getWhenUnsatisfiable()))
        .filter(it -> own.match(it.getLabelSelector()))
        // pods of the old template do not count for those of the next
        .filter(it -> !it.getMatchLabelKeys().contains(OwnLabels.TEMPLATE_HASH))
        .map(it -> new Spread(it, choosesNodes))
        .toList();
  }

  /**
   * @param pods asked for only where a place is closed
   * @return empty where it leaves a place for any number
   */
  Optional<Places> places(Nodes nodes, Supplier<List<Pod>> pods) {
    String key = constraint.getTopologyKey();
    Set<String> open = Places.domains(key, nodes.open());
    if (open.isEmpty()) {
      return Optional.of(places(0, "; no node that they may run on has this label"));
    }
    Set<String> closed =
        new HashSet<>(countsClosed() ? Places.domains(key, nodes.closed()) : Set.of());
    closed.removeAll(open);
    int wanted = Objects.requireNonNullElse(constraint.getMinDomains(), 1);
    boolean tooFew = wanted > open.size() + closed.size();
    if (!tooFew && closed.isEmpty()) {
      return Optional.empty();
    }
    List<Pod> own = closed.isEmpty() ? List.of() : pods.get();
    int fewest =
        tooFew ? 0 : closed.stream().mapToInt(it -> standing(it, nodes, own)).min().orElseThrow();
    int kept = closed.stream().mapToInt(it -> standing(it, nodes, own)).sum();
    return Optional.of(
        places(
            open.size() * (fewest + constraint.getMaxSkew()) + kept,
            tooFew
                ? "; it asks for %d of them, and there are %d".formatted(wanted, open.size())
                : "; no pod may start in %s"
                    .formatted(String.join(", ", closed.stream().sorted().toList()))));
  }

  private boolean countsClosed() {
    return !choosesNodes && !"Honor".equals(constraint.getNodeTaintsPolicy());
  }

  private int standing(String domain, Nodes nodes, List<Pod> own) {
    Set<String> there = new HashSet<>();
    for (Node it : nodes.closed()) {
      if (Places.domains(constraint.getTopologyKey(), List.of(it)).contains(domain)) {
        there.add(it.getMetadata().getName());
      }
    }
    return (int) own.stream().filter(it -> there.contains(it.getSpec().getNodeName())).count();
  }

  private Places places(int most, String because) {
    return new Places(
        most,
        "Pods of this Deployment have to be spread (topologySpreadConstraints by %s, maxSkew %d, DoNotSchedule)%s"
            .formatted(constraint.getTopologyKey(), constraint.getMaxSkew(), because));
  }
}
