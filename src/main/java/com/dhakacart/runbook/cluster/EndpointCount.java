package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ServiceEndpoints;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Counts a Service's endpoints, each once: with two address families, or past a hundred endpoints,
 * a Service has several slices.
 */
final class EndpointCount {

  private EndpointCount() {}

  static ServiceEndpoints of(String service, List<EndpointSlice> slices) {
    Map<String, Boolean> ready = new HashMap<>();
    for (EndpointSlice slice : slices) {
      for (Endpoint endpoint : endpoints(slice)) {
        if (!isTerminating(endpoint) && !name(endpoint).isEmpty()) {
          ready.merge(name(endpoint), isReady(endpoint), Boolean::logicalOr);
        }
      }
    }
    int count = (int) ready.values().stream().filter(one -> one).count();
    return new ServiceEndpoints(service, count, ready.size() - count);
  }

  /** The names of the pods behind a Service, as far as its endpoints name any. */
  static Set<String> pods(List<EndpointSlice> slices) {
    return slices.stream()
        .flatMap(slice -> endpoints(slice).stream())
        .filter(endpoint -> !isTerminating(endpoint))
        .map(Endpoint::getTargetRef)
        .filter(target -> target != null && "Pod".equals(target.getKind()))
        .map(ObjectReference::getName)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The API writes null for none. */
  private static List<Endpoint> endpoints(EndpointSlice slice) {
    return Objects.requireNonNullElse(slice.getEndpoints(), List.of());
  }

  /** Absent means ready, says the API's own description. */
  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private static boolean isTerminating(Endpoint endpoint) {
    return endpoint.getConditions() != null
        && Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
  }

  private static String name(Endpoint endpoint) {
    return endpoint.getTargetRef() != null && endpoint.getTargetRef().getName() != null
        ? endpoint.getTargetRef().getName()
        : String.join(",", Objects.requireNonNullElse(endpoint.getAddresses(), List.<String>of()));
  }
}
