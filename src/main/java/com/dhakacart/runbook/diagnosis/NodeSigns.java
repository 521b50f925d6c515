package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.NODE_UNDER_PRESSURE;

import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.WarningEvent;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the nodes say; and where they may not be asked, the events of pods that they did not take.
 */
final class NodeSigns {

  /** Reasons of the kubelet and of the controller that empties a node. */
  private static final Set<String> THROWN_OUT =
      Set.of("Evicted", "TaintManagerEviction", "NodeNotReady", "OutOfmemory", "OutOfcpu");

  private static final Pattern NO_ROOM =
      Pattern.compile(
          "Insufficient (cpu|memory|ephemeral-storage)|Too many pods|node\\.kubernetes\\.io/(memory-pressure|disk-pressure|pid-pressure|not-ready|unreachable)");

  private NodeSigns() {}

  static Optional<Observation> underPressure(Symptoms symptoms) {
    Stream<String> nodes =
        symptoms.nodes().stream().filter(NodeState::inTrouble).map(NodeSigns::words);
    Stream<String> events =
        symptoms.events().stream()
            .filter(it -> symptoms.within(it.lastSeen(), Incident.RECENT))
            .filter(NodeSigns::tellsOfANode)
            .map(it -> "%s on %s: %s".formatted(it.reason(), it.object(), it.message()));
    var seen = Stream.concat(nodes, events).toList();
    return when(!seen.isEmpty(), NODE_UNDER_PRESSURE, seen.stream());
  }

  private static boolean tellsOfANode(WarningEvent event) {
    return THROWN_OUT.contains(event.reason())
        || ("FailedScheduling".equals(event.reason()) && NO_ROOM.matcher(event.message()).find());
  }

  private static String words(NodeState node) {
    return "node %s: %s"
        .formatted(
            node.name(),
            node.pressures().isEmpty() ? "not ready" : String.join(", ", node.pressures()));
  }
}
