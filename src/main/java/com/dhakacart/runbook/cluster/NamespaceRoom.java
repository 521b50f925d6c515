package com.dhakacart.runbook.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether a namespace has room for more or larger pods. A change that goes beyond it is taken by
 * the API server, and then no pod comes: so it must not be proposed.
 */
final class NamespaceRoom {

  /**
   * Scopes that long-running pods with limits fall under; quotas of other scopes are not theirs.
   */
  private static final Set<String> OUR_SCOPES = Set.of("NotTerminating", "NotBestEffort");

  private static final List<String> RESOURCES = List.of("cpu", "memory");

  private final List<ResourceQuota> quotas;
  private final List<LimitRange> ranges;
  private final Supplier<List<Node>> nodes;

  /**
   * @param nodes that the pods may run on, looked for where pods grow; empty where they may not be
   *     seen
   */
  NamespaceRoom(List<ResourceQuota> quotas, List<LimitRange> ranges, Supplier<List<Node>> nodes) {
    this.quotas = quotas;
    this.ranges = ranges;
    this.nodes = nodes;
  }

  /**
   * @return one sentence for each thing that stands against it
   */
  List<String> forbids(PodDemand before, PodDemand after) {
    List<String> reasons = new ArrayList<>();
    List<String> raised =
        RESOURCES.stream().filter(it -> after.limit(it).compareTo(before.limit(it)) > 0).toList();
    for (String resource : raised) {
      ranges.forEach(it -> reasons.addAll(beyond(it, after, resource)));
    }
    reasons.addAll(beyondEveryNode(after, raised));
    quotas.stream().filter(NamespaceRoom::isOurs).forEach(it -> beyond(it, before, after, reasons));
    return reasons;
  }

  /**
   * @return one sentence for each quota that leaves no room for these pods beside those that run
   */
  List<String> leavesNoRoomFor(PodDemand more) {
    List<String> reasons = new ArrayList<>();
    quotas.stream()
        .filter(NamespaceRoom::isOurs)
        .forEach(it -> beyond(it, PodDemand.NONE, more, reasons));
    return reasons;
  }

  /**
   * Limit ranges by which each pod of the Deployment would be refused as it is made, though those
   * that run were made before it.
   *
   * @return one sentence for each
   */
  List<String> refusesPodsOf(Deployment deployment) {
    List<String> reasons = new ArrayList<>();
    for (Container container : deployment.getSpec().getTemplate().getSpec().getContainers()) {
      Map<String, Quantity> limits = PodDemand.limits(container);
      for (LimitRange range : ranges) {
        range.getSpec().getLimits().stream()
            .filter(it -> "Container".equals(it.getType()))
            .forEach(it -> reasons.addAll(refused(range, it, container.getName(), limits)));
      }
    }
    return reasons;
  }

  private static List<String> refused(
      LimitRange range, LimitRangeItem item, String container, Map<String, Quantity> limits) {
    String name = "LimitRange " + range.getMetadata().getName() + " allows ";
    List<String> reasons = new ArrayList<>();
    limits.forEach(
        (resource, limit) -> {
          Quantity max = item.getMax() == null ? null : item.getMax().get(resource);
          if (max != null && amount(limit).compareTo(amount(max)) > 0) {
            reasons.add(
                name
                    + "a container at most %s of %s, and %s has %s"
                        .formatted(max, resource, container, limit));
          }
          Quantity min = item.getMin() == null ? null : item.getMin().get(resource);
          if (min != null && amount(limit).compareTo(amount(min)) < 0) {
            reasons.add(
                name
                    + "a container no less than %s of %s, and %s has %s"
                        .formatted(min, resource, container, limit));
          }
        });
    return reasons;
  }

  private static boolean isOurs(ResourceQuota quota) {
    return quota.getSpec().getScopeSelector() == null
        && OUR_SCOPES.containsAll(quota.getSpec().getScopes());
  }

  private static void beyond(
      ResourceQuota quota, PodDemand before, PodDemand after, List<String> reasons) {
    // a quota that was made just now has no status yet
    Map<String, Quantity> used =
        quota.getStatus() == null || quota.getStatus().getUsed() == null
            ? Map.of()
            : quota.getStatus().getUsed();
    quota
        .getSpec()
        .getHard()
        .forEach(
            (what, hard) -> {
              Quantity now = used.getOrDefault(what, new Quantity("0"));
              BigDecimal more = after.total(what).subtract(before.total(what));
              if (more.signum() > 0 && amount(now).add(more).compareTo(amount(hard)) > 0) {
                reasons.add(
                    "ResourceQuota %s allows %s of %s, of which %s are used: %s more would be needed"
                        .formatted(
                            quota.getMetadata().getName(), hard, what, now, words(what, more)));
              }
            });
  }

  private static List<String> beyond(LimitRange range, PodDemand after, String resource) {
    List<String> reasons = new ArrayList<>();
    for (LimitRangeItem item : range.getSpec().getLimits()) {
      BigDecimal limit =
          switch (item.getType()) {
            case "Container" -> after.containerLimit(resource);
            case "Pod" -> after.limit(resource);
            default -> BigDecimal.ZERO;
          };
      Quantity max = item.getMax() == null ? null : item.getMax().get(resource);
      if (max != null && limit.compareTo(amount(max)) > 0) {
        reasons.add(
            "LimitRange %s allows a %s of at most %s of %s"
                .formatted(
                    range.getMetadata().getName(), item.getType().toLowerCase(), max, resource));
      }
      Quantity ratio =
          item.getMaxLimitRequestRatio() == null
              ? null
              : item.getMaxLimitRequestRatio().get(resource);
      BigDecimal request = after.containerRequest(resource);
      if (ratio != null
          && "Container".equals(item.getType())
          && limit.compareTo(request.multiply(amount(ratio))) > 0) {
        reasons.add(
            "LimitRange %s allows a limit of at most %s times the request of %s"
                .formatted(range.getMetadata().getName(), ratio, resource));
      }
    }
    return reasons;
  }

  /** One node has to hold all of it: memory here and CPU there is no place for a pod. */
  private List<String> beyondEveryNode(PodDemand after, List<String> raised) {
    if (raised.isEmpty()) {
      return List.of();
    }
    List<Map<String, Quantity>> allocatable =
        nodes.get().stream()
            .filter(it -> it.getStatus() != null && it.getStatus().getAllocatable() != null)
            .map(it -> it.getStatus().getAllocatable())
            .filter(it -> it.keySet().containsAll(raised))
            .toList();
    boolean fits =
        allocatable.stream()
            .anyMatch(
                node ->
                    raised.stream()
                        .allMatch(it -> amount(node.get(it)).compareTo(after.limit(it)) >= 0));
    return allocatable.isEmpty() || fits
        ? List.of()
        : List.of(
            raised.stream()
                .map(it -> words(it, after.limit(it)) + " of " + it)
                .collect(Collectors.joining(" and ", "No node has ", " to give")));
  }

  private static String words(String what, BigDecimal amount) {
    if (what.endsWith("memory")) {
      return amount.divide(BigDecimal.valueOf(1 << 20), java.math.RoundingMode.CEILING) + "Mi";
    }
    return amount.stripTrailingZeros().toPlainString();
  }

  static BigDecimal amount(Quantity quantity) {
    return quantity.getNumericalAmount();
  }

  /**
   * What the pods of a Deployment take.
   *
   * @param pods at most, at one time
   * @param perPod limits and requests of one pod, as a quota names them
   * @param container limits and requests of the container that serves
   */
  record PodDemand(int pods, Map<String, BigDecimal> perPod, Map<String, BigDecimal> container) {

    /** No pod at all. */
    static final PodDemand NONE = new PodDemand(0, Map.of(), Map.of());

    static PodDemand of(Deployment deployment, String container, int pods, Map<String, ?> raised) {
      Map<String, BigDecimal> perPod = new java.util.HashMap<>();
      Map<String, BigDecimal> serving = new java.util.HashMap<>();
      for (Container one : deployment.getSpec().getTemplate().getSpec().getContainers()) {
        boolean serves = container.equals(one.getName());
        for (String resource : RESOURCES) {
          BigDecimal limit = value(limits(one), resource);
          if (serves && raised.get(resource) != null && limit.signum() > 0) {
            limit = limit.max(amount(new Quantity(String.valueOf(raised.get(resource)))));
          }
          // without a request of its own a container requests its limit
          BigDecimal request =
              requests(one).containsKey(resource) ? value(requests(one), resource) : limit;
          perPod.merge("limits." + resource, limit, BigDecimal::add);
          perPod.merge("requests." + resource, request, BigDecimal::add);
          if (serves) {
            serving.put("limits." + resource, limit);
            serving.put("requests." + resource, request);
          }
        }
      }
      return new PodDemand(pods, perPod, serving);
    }

    BigDecimal limit(String resource) {
      return perPod.getOrDefault("limits." + resource, BigDecimal.ZERO);
    }

    BigDecimal containerLimit(String resource) {
      return container.getOrDefault("limits." + resource, BigDecimal.ZERO);
    }

    BigDecimal containerRequest(String resource) {
      return container.getOrDefault("requests." + resource, BigDecimal.ZERO);
    }

    /** Of all pods; {@code cpu} and {@code memory} are a quota's short words for requests. */
    BigDecimal total(String what) {
      BigDecimal count = BigDecimal.valueOf(pods);
      return switch (what) {
        case "pods", "count/pods" -> count;
        case "cpu", "memory" ->
            perPod.getOrDefault("requests." + what, BigDecimal.ZERO).multiply(count);
        default -> perPod.getOrDefault(what, BigDecimal.ZERO).multiply(count);
      };
    }

    private static Map<String, Quantity> limits(Container container) {
      return container.getResources() == null || container.getResources().getLimits() == null
          ? Map.of()
          : container.getResources().getLimits();
    }

    private static Map<String, Quantity> requests(Container container) {
      return container.getResources() == null || container.getResources().getRequests() == null
          ? Map.of()
          : container.getResources().getRequests();
    }

    private static BigDecimal value(Map<String, Quantity> of, String resource) {
      return of.containsKey(resource) ? amount(of.get(resource)) : BigDecimal.ZERO;
    }
  }
}
