package com.dhakacart.runbook.simulation;

import static com.dhakacart.runbook.simulation.SimulatedCluster.AUTOSCALER;
import static com.dhakacart.runbook.simulation.SimulatedCluster.DEPLOYMENT;
import static com.dhakacart.runbook.simulation.SimulatedCluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated API server and its controllers, asked by the client that production uses. */
class SimulatedClusterTest {

  private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);
  private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

  private final SimulatedWorld world = SimulatedWorld.start(Pace.test());
  private final SimulatedCluster cluster = world.cluster();
  private KubernetesClient client;

  @BeforeEach
  void connect() {
    Config config = Config.fromKubeconfig(cluster.kubeconfig());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void end() {
    client.close();
    world.close();
  }

  // What is there.

  @Test
  void atFirst_threePodsOfTheSecondReleaseAreReady() {
    List<Pod> pods =
        client.pods().inNamespace(NAMESPACE).withLabel("app", DEPLOYMENT).list().getItems();

    assertThat(pods).hasSize(3).allMatch(ReplicaSetController::isReady);
    assertThat(pods)
        .extracting(pod -> pod.getSpec().getContainers().get(0).getImage())
        .containsOnly(Images.GOOD);
    assertThat(revisions())
        .containsExactly(Map.entry("1", Images.OLD), Map.entry("2", Images.GOOD));
    assertThat(Instant.parse(pods.get(0).getMetadata().getCreationTimestamp()))
        .isBefore(Instant.now().minus(Duration.ofHours(25)));
    assertThat(deployment().get().getStatus().getConditions())
        .anyMatch(one -> one.getReason().equals("NewReplicaSetAvailable"));
  }

  @Test
  void endpointSlice_namesTheReadyPodsOfTheService() {
    List<EndpointSlice> slices =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(NAMESPACE)
            .withLabel("kubernetes.io/service-name", "dhakacart-backend-service")
            .list()
            .getItems();

    assertThat(slices).hasSize(1);
    assertThat(slices.get(0).getEndpoints())
        .hasSize(3)
        .allMatch(one -> one.getConditions().getReady());
  }

  @Test
  void podMetrics_areServed() {
    assertThat(client.top().pods().metrics(NAMESPACE).getItems())
        .hasSize(3)
        .allMatch(one -> one.getContainers().get(0).getUsage().containsKey("cpu"));
  }

  @Test
  void emptyLists_areEmptyAndUnknownResourcesAreNotFound() {
    assertThat(client.policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).list().getItems())
        .isEmpty();
    assertThat(client.resourceQuotas().inNamespace(NAMESPACE).list().getItems()).isEmpty();
    assertThat(client.batch().v1().jobs().inNamespace(NAMESPACE).withName("x").get()).isNull();
    assertThat(client.getKubernetesVersion().getMinor()).isEqualTo("32");
  }

  @Test
  void podProxy_givesStatusAndBodyOfThePodsOwnAnswer() {
    String path = "/api/v1/namespaces/dhakacart/pods/" + anyPod() + ":5000/proxy";

    assertThat(client.raw(path + "/health")).contains("\"status\":\"healthy\"", "totalConnections");
    assertThat(client.raw(path + "/api/products")).contains("\"ok\"");
    assertThat(client.raw(path + "/health/db")).isNull();
    assertThat(client.raw("/api/v1/namespaces/dhakacart/pods/nobody:5000/proxy/health")).isNull();
  }

  @Test
  void podLog_holdsTheNoiseOfTheStartWithItsOldDate() {
    String log = client.pods().inNamespace(NAMESPACE).withName(anyPod()).getLog();

    assertThat(log).contains("Failed to initialize email service");
    assertThat(client.pods().inNamespace(NAMESPACE).withName(anyPod()).sinceSeconds(3600).getLog())
        .isEmpty();
  }

  // Changes.

  @Test
  void dryRun_showsTheObjectAsItWouldBeAndChangesNothing() {
    Deployment shown =
        deployment()
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.STRATEGIC_MERGE)
                    .withDryRun(List.of("All"))
                    .build(),
                limits("1Gi", "1000m", ""));

    assertThat(limitsOf(shown)).containsEntry("memory", "1Gi").containsEntry("cpu", "1");
    assertThat(limitsOf(deployment().get())).containsEntry("memory", "512Mi");
    assertThat(cluster.changes()).isZero();
  }

  @Test
  void strategicPatch_mergesContainersByNameAndRollsThePods() {
    List<String> before = podNames();

    deployment().patch(STRATEGIC, limits("1Gi", "1000m", ""));
    rolledOut();

    var container = deployment().get().getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo(Images.GOOD);
    assertThat(container.getResources().getRequests()).containsKey("cpu");
    assertThat(podNames()).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(cluster.changes()).isEqualTo(1);
  }

  @Test
  void stalePatch_isAConflict() {
    String stale = deployment().get().getMetadata().getResourceVersion();
    deployment().patch(STRATEGIC, "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");

    assertThatThrownBy(() -> deployment().patch(STRATEGIC, limits("1Gi", "1", stale)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409))
        .hasMessageContaining("please apply your changes to the latest version");
  }

  @Test
  void jsonPatch_whoseTestDoesNotHoldChangesNothing() {
    String patch =
        """
        [{"op": "test", "path": "/spec/replicas", "value": 4},
         {"op": "replace", "path": "/spec/replicas", "value": 6}]
        """;

    assertThatThrownBy(() -> deployment().patch(JSON, patch))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
    deployment().patch(JSON, patch.replace("\"value\": 4", "\"value\": 3"));

    assertThat(deployment().get().getSpec().getReplicas()).isEqualTo(6);
  }

  @Test
  void restartMark_rollsThePodsUnderANewRevision() {
    List<String> before = podNames();

    deployment().patch(STRATEGIC, restartedAt("2026-11-23T22:25:04Z"));
    rolledOut();

    assertThat(podNames()).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(revisions())
        .containsExactly(
            Map.entry("1", Images.OLD), Map.entry("2", Images.GOOD), Map.entry("3", Images.GOOD));
  }

  @Test
  void goingBack_reusesTheOldReplicaSetUnderANewRevision() {
    ReplicaSet first = replicaSets().get(0);

    cluster.setImage(Images.OLD);
    rolledOut();

    assertThat(revisions())
        .containsExactly(Map.entry("2", Images.GOOD), Map.entry("3", Images.OLD));
    ReplicaSet now = replicaSets().get(1);
    assertThat(now.getMetadata().getUid()).isEqualTo(first.getMetadata().getUid());
    assertThat(now.getMetadata().getCreationTimestamp())
        .isEqualTo(first.getMetadata().getCreationTimestamp());
    assertThat(now.getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision-history", "1");
  }

  @Test
  void rollout_neverHasFewerReadyPodsThanWantedNorMoreThanOneAbove() {
    cluster.setImage("dhakacart/backend:v2");

    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              List<Pod> pods = cluster.pods();
              assertThat(pods).hasSizeBetween(3, 4);
              assertThat(pods.stream().filter(ReplicaSetController::isReady).count())
                  .isGreaterThanOrEqualTo(3);
              return cluster.isRolledOut()
                  && pods.stream()
                      .allMatch(
                          pod -> pod.getSpec().getContainers().get(0).getImage().endsWith(":v2"));
            });
  }

  @Test
  void imageThatCannotBePulled_leavesTheOldPodsServing() {
    deployment()
        .patch(
            JSON, "[{\"op\": \"add\", \"path\": \"/spec/progressDeadlineSeconds\", \"value\": 1}]");
    cluster.setImage("dhakacart/typo:v2");

    await()
        .until(
            () ->
                deployment().get().getStatus().getConditions().stream()
                    .anyMatch(one -> one.getReason().equals("ProgressDeadlineExceeded")));
    assertThat(cluster.pods()).hasSize(4);
    assertThat(cluster.pods().stream().filter(ReplicaSetController::isReady)).hasSize(3);
    assertThat(cluster.pods())
        .anyMatch(
            pod -> {
              var waiting = pod.getStatus().getContainerStatuses().get(0).getState().getWaiting();
              return waiting != null && waiting.getReason().equals("ImagePullBackOff");
            });
  }

  // Replicas.

  @Test
  void plainScale_isUndoneByTheAutoscalerLater() {
    client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(DEPLOYMENT)
        .withTimeoutInMillis(2_000)
        .scale(6);
    await().until(() -> readyPods() == 6);

    await().until(() -> deployment().get().getSpec().getReplicas() == 3);
  }

  @Test
  void minReplicas_scaleTheDeploymentForGood() {
    client
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(NAMESPACE)
        .withName(AUTOSCALER)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"minReplicas\": 6}}");

    await().until(() -> readyPods() == 6);
    assertThat(cluster.autoscaler().orElseThrow().getStatus().getDesiredReplicas()).isEqualTo(6);
  }

  @Test
  void withoutAutoscaler_aScaleStays() {
    cluster.removeAutoscaler();

    deployment().patch(JSON, "[{\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 5}]");

    await().until(() -> readyPods() == 5);
  }

  @Test
  void minimumAboveMaximum_isInvalid() {
    assertThatThrownBy(
            () ->
                client
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(NAMESPACE)
                    .withName(AUTOSCALER)
                    .patch(
                        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"minReplicas\": 60}}"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422));
  }

  // Refusals.

  @Test
  void refusedVerb_isForbiddenAndTheReviewSaysSo() {
    cluster.refuse("patch", "deployments");

    assertThatThrownBy(() -> deployment().patch(STRATEGIC, limits("1Gi", "1", "")))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403))
        .hasMessageContaining("cannot patch resource \"deployments\" in API group \"apps\"");
    assertThat(allowed("patch", "apps", "deployments", null)).isFalse();
    assertThat(allowed("get", "apps", "deployments", null)).isTrue();
    assertThat(allowed("create", "", "pods", "exec")).isFalse();

    cluster.allow("patch", "deployments");
    assertThat(allowed("patch", "apps", "deployments", null)).isTrue();
  }

  @Test
  void unreachable_isRefusedAndComesBackOnTheSamePort() {
    cluster.unreachable(true);
    assertThatThrownBy(() -> deployment().get()).isInstanceOf(KubernetesClientException.class);

    cluster.unreachable(false);
    assertThat(deployment().get()).isNotNull();
  }

  @Test
  void fieldSelectors_chooseByField() {
    String pod = anyPod();

    assertThat(
            client.pods().inNamespace(NAMESPACE).withField("metadata.name", pod).list().getItems())
        .hasSize(1);
    assertThat(
            client
                .pods()
                .inNamespace(NAMESPACE)
                .withoutField("status.phase", "Running")
                .list()
                .getItems())
        .isEmpty();
  }

  private RollableScalableResource<Deployment> deployment() {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(DEPLOYMENT);
  }

  private void rolledOut() {
    await().pollInterval(Duration.ofMillis(20)).until(cluster::isRolledOut);
  }

  private long readyPods() {
    return cluster.pods().stream().filter(ReplicaSetController::isReady).count();
  }

  private String anyPod() {
    return podNames().get(0);
  }

  private List<String> podNames() {
    return cluster.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  private List<ReplicaSet> replicaSets() {
    return client.apps().replicaSets().inNamespace(NAMESPACE).list().getItems().stream()
        .sorted(Comparator.comparing(SimulatedClusterTest::revision))
        .toList();
  }

  private List<Map.Entry<String, String>> revisions() {
    return replicaSets().stream()
        .map(
            one ->
                Map.entry(
                    revision(one),
                    one.getSpec().getTemplate().getSpec().getContainers().get(0).getImage()))
        .toList();
  }

  private static String revision(HasMetadata one) {
    return one.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision");
  }

  private boolean allowed(String verb, String group, String resource, String subresource) {
    SelfSubjectAccessReview review =
        client
            .resource(
                new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withNamespace(NAMESPACE)
                    .withVerb(verb)
                    .withGroup(group)
                    .withResource(resource)
                    .withSubresource(subresource)
                    .endResourceAttributes()
                    .endSpec()
                    .build())
            .create();
    return review.getStatus().getAllowed();
  }

  private static Map<String, String> limitsOf(Deployment deployment) {
    Map<String, String> limits = new TreeMap<>();
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getResources()
        .getLimits()
        .forEach((name, quantity) -> limits.put(name, quantity.toString()));
    return limits;
  }

  private static String limits(String memory, String cpu, String resourceVersion) {
    return """
        {"metadata": {"resourceVersion": "%s"},
         "spec": {"template": {"spec": {"containers": [
           {"name": "backend", "resources": {"limits": {"memory": "%s", "cpu": "%s"}}}]}}}}
        """
        .formatted(resourceVersion, memory, cpu)
        .replace("\"metadata\": {\"resourceVersion\": \"\"},", "");
  }

  private static String restartedAt(String at) {
    return """
        {"spec": {"template": {"metadata": {"annotations":
          {"kubectl.kubernetes.io/restartedAt": "%s"}}}}}
        """
        .formatted(at);
  }
}
