package com.dhakacart.runbook.delegates.remediation.planning;

import static com.dhakacart.runbook.incident.EvidencePart.NODES;
import static com.dhakacart.runbook.process.EvidenceParts.seen;
import static com.dhakacart.runbook.process.IncidentVariables.OBSERVED;

import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.Observation.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** What the nodes say against more pods and larger ones. */
final class NodeWarnings {

  private NodeWarnings() {}

  static List<String> of(DelegateExecution step) {
    Stream<String> pressure =
        OBSERVED.find(step).orElse(List.of()).stream()
            .filter(it -> it.kind() == Kind.NODE_UNDER_PRESSURE)
            .map(Observation::detail)
            .map(
                it ->
                    "Nodes are short (%s): higher limits take more from them, and new pods may find no place. Free or add a node first"
                        .formatted(it));
    return Stream.concat(pressure, unknown(step).stream()).toList();
  }

  private static Optional<String> unknown(DelegateExecution step) {
    String because =
        seen(NODES)
            .find(step)
            .map(it -> it.answered() ? "" : it.unknownBecause())
            .orElse("they were not asked in time");
    return because.isEmpty()
        ? Optional.empty()
        : Optional.of("Whether a node can hold it is unknown: " + because);
  }
}
