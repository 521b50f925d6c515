package com.dhakacart.runbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.cluster.changing.Approved;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import com.dhakacart.runbook.realcluster.TestCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract against a real cluster, in a namespace of its own, and each change beside kubectl's:
 * {@code ./mvnw verify -Pcluster}. Needs kubectl, the right to create a namespace, and an image
 * with BusyBox under two tags ({@code -Drunbook.test.image}, {@code -Drunbook.test.newer-image}).
 */
@Tag("cluster")
class RealClusterIT extends ClusterContract {

  private static final Path KUBECONFIG = TestCluster.kubeconfig();
  private static final String IMAGE = TestCluster.image("image", "busybox:1.36");
  private static final String NEWER_IMAGE = TestCluster.image("newer-image", "busybox:1.37");
  private static final String NAMESPACE = TestCluster.newNamespace("contract");

  private static final String SERVE =
      """
      mkdir -p /tmp/www/cgi-bin
      echo '{"status":"healthy"}' > /tmp/www/health
      cat > /tmp/www/cgi-bin/unhealthy <<'CGI'
      #!/bin/sh
      printf 'Status: 503 Service Unavailable\\r\\nContent-Type: application/json\\r\\n\\r\\n'
      printf '{"status":"unhealthy"}'
      CGI
      chmod +x /tmp/www/cgi-bin/unhealthy
      echo '{"level":"info","message":"started"}'
      httpd -f -p 5000 -h /tmp/www
      exit 1
      """;

  private static KubernetesClient admin;

  @BeforeAll
  static void createNamespace() {
    admin =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(KUBECONFIG.toFile()))
            .build();
    admin
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterAll
  static void deleteNamespace() {
    admin.namespaces().withName(NAMESPACE).delete();
    admin.close();
  }

  @Override
  KubernetesClient admin() {
    return admin;
  }

  @Override
  ClusterSettings settings() {
    return ClusterAdapters.with(KUBECONFIG, NAMESPACE);
  }

  @Override
  String namespace() {
    return NAMESPACE;
  }

  @Override
  Container container() {
    return new ContainerBuilder()
        .withImage(IMAGE)
        .withCommand("sh", "-c", SERVE)
        .addNewPort()
        .withContainerPort(5000)
        .endPort()
        .build();
  }

  @Override
  String newerImage() {
    return NEWER_IMAGE;
  }

  /** The controller copies our marks onto the ReplicaSet that it returns to. */
  @Test
  void restartWasTakenBack_theReleaseThatItRestartedCanStillBeLeft() {
    setImage(newerImage());
    awaitRollout();
    Instant released = Instant.now();
    // a mark of the same seconds could be of the change that made it
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Instant.now().isAfter(released.plusSeconds(12)));
    Change restart = made(List.of(adapters.changes().planRestart(workload, "1-restart")));
    awaitRollout();
    made(adapters.changes().planUndo(List.of(restart), "2-undo"));
    awaitRollout();

    assertThat(adapters.view().releases(workload).known().orElseThrow().current().orElseThrow())
        .extracting(Release::origin, Release::ranBefore)
        .containsExactly(Release.Origin.RELEASE, true);
    made(List.of(adapters.changes().planRollBack(workload, "3-roll-back")));
    assertThat(live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
        .isEqualTo(container().getImage());
  }

  @Test
  void restart_leavesTheSameDeploymentAsKubectl() {
    Workload twin = twin();

    Change change = adapters.changes().planRestart(workload, "1-restart");
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl("rollout", "restart", "deployment/" + twin.deployment());

    assertSame(workload, twin);
  }

  @Test
  void rollBack_leavesTheSameDeploymentAsKubectl() {
    Workload twin = twin();
    for (Workload one : List.of(workload, twin)) {
      String target = "deployment/" + one.deployment();
      kubectl("annotate", target, "kubernetes.io/change-cause=first");
      kubectl("set", "image", target, "backend=" + NEWER_IMAGE);
      kubectl("annotate", "--overwrite", target, "kubernetes.io/change-cause=second");
      kubectl("rollout", "status", target);
    }

    Change change = adapters.changes().planRollBack(workload, "1-roll-back");
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl("rollout", "undo", "deployment/" + twin.deployment());

    assertSame(workload, twin);
    assertThat(replicaSets(workload)).isEqualTo(replicaSets(twin)).isEqualTo(2);
  }

  @Test
  void limits_leaveTheSameDeploymentAsTheRunbooksPatch() {
    Workload twin = twin();

    Change change =
        adapters
            .changes()
            .planLimits(workload, Map.of("memory", "1Gi", "cpu", "1000m"), "1-raise-limits")
            .get(0);
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl(
        "patch",
        "deployment",
        twin.deployment(),
        "-p",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\",\"resources\":"
            + "{\"limits\":{\"memory\":\"1Gi\",\"cpu\":\"1000m\"}}}]}}}}");

    assertSame(workload, twin);
  }

  @Test
  void scale_leavesTheSameDeploymentAsKubectl() {
    Workload twin = twin();

    Change change = adapters.changes().planReplicas(workload, 3, "1-scale-out").get(0);
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl("scale", "deployment/" + twin.deployment(), "--replicas=3");

    assertSame(workload, twin);
  }

  @Test
  void autoscalersFloor_leavesTheSameAutoscalerAsKubectl() {
    Workload twin = twin();
    createAutoscaler(workload, 2, 5);
    createAutoscaler(twin, 2, 5);

    Change change = adapters.changes().planReplicas(workload, 4, "1-scale-out").get(0);
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl("patch", "hpa", twin.deployment() + "-hpa", "-p", "{\"spec\":{\"minReplicas\":4}}");

    assertThat(autoscaler(workload)).isEqualTo(autoscaler(twin)).contains("minReplicas: 4");
    assertSame(workload, twin);
  }

  @Test
  void degradation_leavesTheSameDeploymentAsKubectl() {
    Workload twin = twin();
    String patch =
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"degraded\":\"yes\"}}}}}";

    Change change =
        adapters
            .changes()
            .planDegradation(workload, "deployments", workload.deployment(), patch, "1-degrade");
    adapters.changes().apply(new Approved(change, INCIDENT));
    kubectl("patch", "deployment", twin.deployment(), "--type=merge", "-p", patch);

    assertSame(workload, twin);
  }

  @Test
  void undoOfLimits_leavesTheSameDeploymentAsKubectl() {
    Workload twin = twin();
    Change limits =
        adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1-raise-limits").get(0);
    adapters.changes().apply(new Approved(limits, INCIDENT));
    adapters
        .changes()
        .apply(
            new Approved(adapters.changes().planUndo(List.of(limits), "2-undo-").get(0), INCIDENT));

    String target = "deployment/" + twin.deployment();
    kubectl("set", "resources", target, "--limits=memory=512Mi");
    kubectl("rollout", "undo", target);

    // kubectl's undo counts as a release of its own, and so does ours
    assertSame(workload, twin);
  }

  @Test
  void commandsOfAPlan_doWhatTheChangeDoes_whenPasted() {
    Change limits =
        adapters.changes().planLimits(workload, Map.of("memory", "512Mi"), "1-raise-limits").get(0);

    TestCluster.shell(limits.command());
    assertThat(memoryLimit()).isEqualTo("512Mi");
    TestCluster.shell(limits.undoCommand());
    assertThat(memoryLimit()).isEqualTo("256Mi");
  }

  @Test
  void unhealthyAnswer_keepsItsBody() {
    PodCalls calls = adapters.calls();

    Reply reply =
        calls
            .get(
                workload, calls.pods(workload).get(0), "/cgi-bin/unhealthy", Duration.ofSeconds(10))
            .join();

    assertThat(reply.via()).isEqualTo("pod proxy");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("{\"status\":\"unhealthy\"}");
  }

  @Test
  void nothingListens_isSaidByThePodItself() {
    PodCalls calls = adapters.calls();
    // nothing listens on this port: the proxy cannot tell that from a network policy
    Workload closed = new Workload("x", NAMESPACE, workload.deployment(), "backend", 5001, "x");
    String pod = calls.pods(workload).get(0);

    Reply refused = calls.get(closed, pod, "/health", Duration.ofSeconds(10)).join();

    assertThat(refused.status()).isZero();
    assertThat(refused.via()).isEqualTo("exec wget");
    assertThat(refused.problem()).containsIgnoringCase("refused");
  }

  @Test
  void insideThePod_wgetTellsStatusButNotTheBodyOfAnError() {
    PodExec exec = new PodExec(new PodCommands(admin));
    String pod = adapters.calls().pods(workload).get(0);

    assertThat(exec.curl(workload, pod, "/health", Duration.ofSeconds(10)).conclusive())
        .as("there is no curl in this image")
        .isFalse();
    assertThat(exec.wget(workload, pod, "/health", Duration.ofSeconds(10)).reply())
        .satisfies(
            reply -> {
              assertThat(reply.status()).isEqualTo(200);
              assertThat(reply.body()).contains("healthy");
            });
    assertThat(exec.wget(workload, pod, "/cgi-bin/unhealthy", Duration.ofSeconds(10)).reply())
        .satisfies(
            reply -> {
              assertThat(reply.status()).isEqualTo(503);
              assertThat(reply.body()).isEmpty();
              assertThat(reply.problem()).contains("pods/proxy");
            });
  }

  @Test
  void cpuStat_isReadInEachPod() {
    assertThat(known(adapters.view().throttling(workload)))
        .hasSize(2)
        .extracting(PodThrottling::throttledShare)
        .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
  }

  @Test
  void podsAreOldEnough_usageIsSeen() {
    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().usage(workload)))
                    .hasSize(2)
                    .extracting(PodUsage::memoryBytes)
                    .allSatisfy(bytes -> assertThat(bytes).isPositive()));
  }

  @Test
  void containerEnded_itsTerminationAndPreviousLogAreSeen() {
    Instant before = Instant.now().minusSeconds(60);
    String pod = adapters.calls().pods(workload).get(0);
    kubectl("exec", pod, "--", "killall", "httpd");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(known(adapters.view().pods(workload)))
                    .filteredOn(one -> one.name().equals(pod))
                    .singleElement()
                    .satisfies(
                        (PodState one) -> {
                          assertThat(one.restarts()).isPositive();
                          assertThat(one.lastTermination()).isNotNull();
                        }));
    assertThat(adapters.logs().tail(workload, before, 10_000))
        .filteredOn(PodLog::previous)
        .singleElement()
        .satisfies(
            log -> {
              assertThat(log.pod()).isEqualTo(pod);
              assertThat(log.text()).contains("started");
            });
  }

  @Test
  void accountMayOnlyLook_planIsComputedHere_andTheChangeIsRefusedWithTheCommand(
      @TempDir Path directory) throws IOException {
    try (ClusterAdapters limited =
        new ClusterAdapters(
            account(
                directory,
                "--verb=get,list",
                "--resource=deployments.apps,replicasets.apps,pods,pods/log"
                    + ",horizontalpodautoscalers.autoscaling"))) {
      Change change = limited.changes().planRestart(workload, "1-restart");

      assertThat(change.serverDiff()).isFalse();
      assertThat(change.diff()).contains("+        kubectl.kubernetes.io/restartedAt");
      assertThatExceptionOfType(ChangeRefused.class)
          .isThrownBy(() -> limited.changes().apply(new Approved(change, INCIDENT)))
          .withMessageContaining("403")
          .withMessageContaining(change.command());
      assertThat(limited.check().missing(workload))
          .anyMatch(line -> line.contains("patch deployments/scale"))
          .noneMatch(line -> line.contains("get deployments (apps)"));
    }
  }

  @Test
  void accountMayNotUseTheProxy_wgetInThePodAnswers(@TempDir Path directory) throws IOException {
    ClusterSettings settings =
        account(
            directory,
            "--verb=get,list,create",
            "--resource=deployments.apps,replicasets.apps,pods,pods/exec");
    try (ClusterAdapters limited = new ClusterAdapters(settings)) {
      PodCalls calls = limited.calls();
      String pod = calls.pods(workload).get(0);

      Reply reply = calls.get(workload, pod, "/health", Duration.ofSeconds(10)).join();
      Reply again = calls.get(workload, pod, "/cgi-bin/unhealthy", Duration.ofSeconds(10)).join();

      assertThat(reply.via()).isEqualTo("exec wget");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("healthy");
      assertThat(again.via()).isEqualTo("exec wget");
      assertThat(again.status()).isEqualTo(503);
    }
  }

  @Test
  void podIsNotReady_isAskedAllTheSame() {
    kubectl(
        "patch",
        "deployment",
        workload.deployment(),
        "-p",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\",\"readinessProbe\":"
            + "{\"exec\":{\"command\":[\"false\"]},\"periodSeconds\":1}}]}}}}");
    PodState unready =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    known(adapters.view().pods(workload)).stream()
                        .filter(pod -> !pod.ready() && pod.waitingReason() == null)
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    PodExec exec = new PodExec(new PodCommands(admin));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(
                      adapters
                          .calls()
                          .get(workload, unready.name(), "/health", Duration.ofSeconds(10))
                          .join()
                          .status())
                  .isEqualTo(200);
              assertThat(
                      exec.wget(workload, unready.name(), "/health", Duration.ofSeconds(10))
                          .reply()
                          .status())
                  .isEqualTo(200);
            });
  }

  @Test
  void administrator_lacksNoRight() {
    assertThat(adapters.check().missing(workload)).isEmpty();
  }

  /** A service account with one Role, known by its token alone. */
  private static ClusterSettings account(Path directory, String... rights) throws IOException {
    String name = "limited-" + UUID.randomUUID().toString().substring(0, 8);
    kubectl("create", "serviceaccount", name);
    List<String> role = new ArrayList<>(List.of("create", "role", name));
    role.addAll(List.of(rights));
    kubectl(role.toArray(String[]::new));
    kubectl(
        "create",
        "rolebinding",
        name,
        "--role=" + name,
        "--serviceaccount=" + NAMESPACE + ":" + name);
    Path token = Files.writeString(directory.resolve("token"), kubectl("create", "token", name));
    ClusterSettings all = ClusterAdapters.with(KUBECONFIG, NAMESPACE);
    return new ClusterSettings(
        all.namespaces(),
        all.url(),
        all.kubeconfig(),
        all.context(),
        token,
        all.changes(),
        all.connectTimeout(),
        all.requestTimeout(),
        all.retries(),
        all.retryAfter(),
        all.execTimeout(),
        all.throttlingOver(),
        all.mostEvents(),
        all.conflictRetries(),
        all.shareFor());
  }

  private Workload twin() {
    String name = workload.deployment() + "-twin";
    Workload twin = new Workload(name, NAMESPACE, name, "backend", 5000, name);
    create(twin);
    kubectl("rollout", "status", "deployment/" + name);
    return twin;
  }

  /** In the end: the controller writes the new revision's number a moment later. */
  private static void assertSame(Workload workload, Workload twin) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(comparable(workload)).isEqualTo(comparable(twin)));
  }

  /** All that a change could touch, without what names or dates the two. */
  private static Map<String, Object> comparable(Workload workload) {
    Deployment live = deployment(workload);
    Map<String, String> annotations = new HashMap<>(live.getMetadata().getAnnotations());
    annotations.remove(ChangeMarks.ANNOTATION);
    live.getSpec().setSelector(null);
    live.getSpec().getTemplate().getMetadata().getLabels().remove("app");
    live.getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .computeIfPresent(Templates.RESTARTED_AT, (key, at) -> "a moment ago");
    return Map.of(
        "annotations", annotations,
        "labels", live.getMetadata().getLabels(),
        "spec", live.getSpec());
  }

  private static Deployment deployment(Workload workload) {
    return admin.apps().deployments().inNamespace(NAMESPACE).withName(workload.deployment()).get();
  }

  /** Its spec, without the name of what it scales. */
  private static String autoscaler(Workload workload) {
    var spec =
        admin
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(NAMESPACE)
            .withName(workload.deployment() + "-hpa")
            .get()
            .getSpec();
    spec.setScaleTargetRef(null);
    return Serialization.asYaml(spec);
  }

  private static int replicaSets(Workload workload) {
    return admin
        .apps()
        .replicaSets()
        .inNamespace(NAMESPACE)
        .withLabel("app", workload.deployment())
        .list()
        .getItems()
        .size();
  }

  private String memoryLimit() {
    return live()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getResources()
        .getLimits()
        .get("memory")
        .toString();
  }

  private static String kubectl(String... arguments) {
    return TestCluster.kubectl(NAMESPACE, arguments);
  }
}
