package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.NodeState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class NodeStatesTest {

  @Test
  void nodeIsShortOfMemory_pressureSinceWhenAndTaintAreRead() {
    NodeState state =
        read(
            """
            spec:
              taints: [{ key: node.kubernetes.io/memory-pressure, effect: NoSchedule }]
            status:
              conditions:
                - { type: MemoryPressure, status: "True", lastTransitionTime: "2026-11-24T06:00:00Z" }
                - { type: DiskPressure, status: "False", lastTransitionTime: "2026-11-20T06:00:00Z" }
                - { type: Ready, status: "True", lastTransitionTime: "2026-11-20T06:00:00Z" }
            """);
    assertThat(state.inTrouble()).isTrue();
    assertThat(state.pressures()).containsExactly("MemoryPressure since 2026-11-24T06:00:00Z");
    assertThat(state.taints()).containsExactly("node.kubernetes.io/memory-pressure:NoSchedule");
  }

  @Test
  void nodeThatIsNotHeardOf_isNotReady() {
    assertThat(read("status: { conditions: [{ type: Ready, status: Unknown }] }").ready())
        .isFalse();
  }

  @Test
  void nodeIsWell_andATaintOfItsPurposeIsNoTrouble() {
    NodeState state =
        read(
            """
            spec: { taints: [{ key: team, value: shop, effect: NoSchedule }] }
            status: { conditions: [{ type: Ready, status: "True" }] }
            """);
    assertThat(state.inTrouble()).isFalse();
    assertThat(state.taints()).containsExactly("team=shop:NoSchedule");
  }

  private static NodeState read(String node) {
    return NodeStates.of(
        Serialization.unmarshal(
            "kind: Node\napiVersion: v1\nmetadata: { name: worker-1 }\n" + node, Node.class));
  }
}
