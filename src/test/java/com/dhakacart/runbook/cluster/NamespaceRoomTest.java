package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.cluster.NamespaceRoom.PodDemand;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three pods of DhakaCart's, with 512Mi and 500m, and a sidecar. */
class NamespaceRoomTest {

  private static final Map<String, String> RAISED = Map.of("memory", "1Gi", "cpu", "1000m");

  private static final Deployment DEPLOYMENT =
      Serialization.unmarshal(
          """
          kind: Deployment
          apiVersion: apps/v1
          metadata: { name: web }
          spec:
            replicas: 3
            strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
            template:
              spec:
                containers:
                  - name: backend
                    resources:
                      requests: { cpu: 250m, memory: 256Mi }
                      limits: { cpu: 500m, memory: 512Mi }
                  - name: sidecar
                    resources:
                      limits: { cpu: 100m, memory: 64Mi }
          """,
          Deployment.class);

  @Test
  void nothingLimits_thereIsRoom() {
    assertThat(room().forbids(pods(3, Map.of()), pods(6, RAISED))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // before 3 x 576Mi, after 6 x 1088Mi: 4800Mi more
    "limits.memory, 6528Mi, 1728Mi, true",
    "limits.memory, 6527Mi, 1728Mi, false",
    "limits.cpu, 6600m, 1800m, true",
    "limits.cpu, 6500m, 1800m, false",
    "requests.memory, 1920Mi, 960Mi, true",
    "requests.memory, 1919Mi, 960Mi, false",
    "memory, 1919Mi, 960Mi, false",
    "pods, 6, 3, true",
    "pods, 5, 3, false",
    "services, 1, 1, true"
  })
  void quota_isNotExceeded(String what, String hard, String used, boolean fits) {
    List<String> reasons =
        room(quota(what, hard, used, "")).forbids(pods(3, Map.of()), pods(6, RAISED));
    assertThat(reasons).hasSize(fits ? 0 : 1);
    if (!fits) {
      assertThat(reasons.get(0)).contains("ResourceQuota team", hard, what, used, "more would");
    }
  }

  @Test
  void quotaThatIsFullAlready_forbidsNothingThatTakesNoMoreOfIt() {
    assertThat(
            room(quota("limits.memory", "1Gi", "3Gi", ""))
                .forbids(pods(3, Map.of()), pods(3, Map.of())))
        .isEmpty();
  }

  @Test
  void quotaForJobs_isNotOurs() {
    assertThat(
            room(quota("pods", "1", "1", ", scopes: [Terminating]"))
                .forbids(pods(3, Map.of()), pods(6, RAISED)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{ type: Container, max: { memory: 1Gi } }', true",
    "'{ type: Container, max: { memory: 1023Mi } }', false",
    "'{ type: Pod, max: { memory: 1088Mi } }', true",
    "'{ type: Pod, max: { memory: 1Gi } }', false",
    "'{ type: Container, maxLimitRequestRatio: { cpu: 4 } }', true",
    "'{ type: Container, maxLimitRequestRatio: { cpu: 3 } }', false",
    "'{ type: PersistentVolumeClaim, max: { storage: 1Gi } }', true"
  })
  void limitRange_isNotExceeded(String item, boolean fits) {
    LimitRange range =
        Serialization.unmarshal(
            "kind: LimitRange\napiVersion: v1\nmetadata: { name: small }\nspec: { limits: ["
                + item
                + "] }",
            LimitRange.class);
    List<String> reasons =
        new NamespaceRoom(List.of(), List.of(range), List::of)
            .forbids(pods(3, Map.of()), pods(3, RAISED));
    assertThat(reasons).hasSize(fits ? 0 : 1);
  }

  @Test
  void podLargerThanEveryNode_isForbidden_whereNodesAreSeen() {
    Node small = node("cpu: 4, memory: 1Gi", false);
    Node large = node("cpu: 4, memory: 8Gi", false);
    assertThat(onNodes(small))
        .containsExactly("No node has 1.1 of cpu and 1088Mi of memory to give");
    assertThat(onNodes(small, large)).isEmpty();
    assertThat(onNodes()).isEmpty();
  }

  @Test
  void memoryOnOneNodeAndCpuOnAnother_isNoPlaceForAPod() {
    Node memory = node("cpu: 1, memory: 8Gi", false);
    Node cpu = node("cpu: 4, memory: 1Gi", false);
    assertThat(onNodes(memory, cpu))
        .containsExactly("No node has 1.1 of cpu and 1088Mi of memory to give");
    assertThat(onNodes(memory, cpu, node("cpu: 2, memory: 2Gi", false))).isEmpty();
  }

  @Test
  void nodesThatTakeNoPodsOfThisKind_doNotCount() {
    Node open = node("cpu: 4, memory: 8Gi", false);
    assertThat(allowed("{}", open)).isTrue();
    assertThat(allowed("{}", node("cpu: 4, memory: 8Gi", true))).isFalse();
    Node masters = tainted("node-role.kubernetes.io/control-plane", "NoSchedule");
    assertThat(allowed("{}", masters)).isFalse();
    assertThat(allowed("{ tolerations: [{ operator: Exists }] }", masters)).isTrue();
    assertThat(
            allowed(
                "{ tolerations: [{ key: node-role.kubernetes.io/control-plane, operator: Exists,"
                    + " effect: NoSchedule }] }",
                masters))
        .isTrue();
    assertThat(allowed("{ tolerations: [{ key: another, operator: Exists }] }", masters)).isFalse();
    assertThat(allowed("{}", tainted("maybe", "PreferNoSchedule"))).isTrue();
    assertThat(allowed("{}", tainted("node.kubernetes.io/memory-pressure", "NoSchedule")))
        .as("it is as large as before")
        .isTrue();
    assertThat(allowed("{ nodeSelector: { disk: fast } }", open)).isFalse();
  }

  private static boolean allowed(String pod, Node node) {
    Deployment deployment =
        Serialization.unmarshal(
            "kind: Deployment\napiVersion: apps/v1\nspec: { template: { spec: " + pod + " } }",
            Deployment.class);
    return NodeChoice.of(deployment).allows(node);
  }

  private static Node tainted(String key, String effect) {
    return Serialization.unmarshal(
        "kind: Node\napiVersion: v1\nmetadata: { name: one }\nspec: { taints: [{ key: "
            + key
            + ", effect: "
            + effect
            + " }] }",
        Node.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 3, 1", "25%, 3, 1", "25%, 6, 2", "50%, 4, 2"})
  void surge_isWhatARolloutAdds(String maxSurge, int replicas, int pods) {
    Deployment deployment =
        Serialization.unmarshal(
            "kind: Deployment\napiVersion: apps/v1\nspec: { strategy: { rollingUpdate: { maxSurge: "
                + maxSurge
                + " } } }",
            Deployment.class);
    assertThat(Surge.of(deployment, replicas)).isEqualTo(pods);
  }

  private static List<String> onNodes(Node... nodes) {
    return new NamespaceRoom(List.of(), List.of(), () -> List.of(nodes))
        .forbids(pods(3, Map.of()), pods(3, RAISED));
  }

  private static PodDemand pods(int count, Map<String, String> limits) {
    return PodDemand.of(DEPLOYMENT, "backend", count, limits);
  }

  private static NamespaceRoom room(ResourceQuota... quotas) {
    return new NamespaceRoom(List.of(quotas), List.of(), List::of);
  }

  private static ResourceQuota quota(String what, String hard, String used, String scopes) {
    return Serialization.unmarshal(
        """
        kind: ResourceQuota
        apiVersion: v1
        metadata: { name: team }
        spec: { hard: { %1$s: %2$s } %4$s }
        status: { hard: { %1$s: %2$s }, used: { %1$s: %3$s } }
        """
            .formatted(what, hard, used, scopes),
        ResourceQuota.class);
  }

  private static Node node(String allocatable, boolean closed) {
    return Serialization.unmarshal(
        "kind: Node\napiVersion: v1\nmetadata: { name: one }\nspec: { unschedulable: "
            + closed
            + " }\nstatus: { allocatable: { "
            + allocatable
            + " } }",
        Node.class);
  }
}
