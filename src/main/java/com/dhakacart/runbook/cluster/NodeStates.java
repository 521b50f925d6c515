package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.NodeState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;

/** Reads a node's conditions and taints. */
final class NodeStates {

  private NodeStates() {}

  static NodeState of(Node node) {
    List<NodeCondition> conditions =
        node.getStatus() == null ? List.of() : node.getStatus().getConditions();
    return new NodeState(
        node.getMetadata().getName(),
        // one that says nothing has only just come
        conditions.stream()
            .noneMatch(it -> "Ready".equals(it.getType()) && !"True".equals(it.getStatus())),
        conditions.stream()
            .filter(it -> it.getType().endsWith("Pressure") && "True".equals(it.getStatus()))
            .map(it -> it.getType() + " since " + it.getLastTransitionTime())
            .toList(),
        node.getSpec() == null
            ? List.of()
            : node.getSpec().getTaints().stream().map(NodeStates::words).toList());
  }

  private static String words(Taint taint) {
    String value = taint.getValue() == null ? "" : "=" + taint.getValue();
    return taint.getKey() + value + ":" + taint.getEffect();
  }
}
