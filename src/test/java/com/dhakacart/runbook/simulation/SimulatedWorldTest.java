package com.dhakacart.runbook.simulation;

import static com.dhakacart.runbook.simulation.SimulatedCluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.backend.Route;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault shows itself as the real one does, and heals for its real reason only. */
class SimulatedWorldTest {

  private static final String REQUESTS =
      "dhakacart_backend_http_requests_total{job=\"dhakacart-backend\",%s"
          + "route!~\"/health.*|/ready|/live|/metrics\"}";
  private static final String ERRORS = REQUESTS.formatted("status_code=~\"5..\",");
  private static final String ALL = REQUESTS.formatted("");

  private final SimulatedWorld world = SimulatedWorld.start(Pace.test());
  private final SimulatedCluster cluster = world.cluster();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void end() {
    world.close();
  }

  // The shop when it is well.

  @Test
  void well_hasTrafficNoErrorSeriesAndAFastAnswer() {
    assertThat(value("sum(rate(" + ALL + "[1m]))")).isCloseTo(20, within(1.0));
    assertThat(result("sum(rate(" + ERRORS + "[1m]))")).isEmpty();
    assertThat(value("sum(rate(" + ERRORS + "[1m])) or vector(0)")).isZero();
    assertThat(p95()).isLessThan(0.2);
    assertThat(world.alertmanager().isFiring()).isFalse();
  }

  @Test
  void metricThatTheBackendDoesNotExport_isAnEmptyVector() {
    assertThat(result("sum(rate(http_requests_total{status=~\"5..\"}[5m]))")).isEmpty();
    assertThat(result("sum(rate(dhakacart_backend_http_requests_total{status=~\"5..\"}[5m]))"))
        .isEmpty();
  }

  @Test
  void withoutCustomers_thereIsNoTrafficAndNoRatio() {
    world.customersPerSecond(0);

    await().until(() -> value("sum(rate(" + ALL + "[1s]))") == 0);
    assertThat(value(ratio("1s"))).isNaN();
  }

  // Faults and what heals them.

  @Test
  void badRelease_failsOneRouteAndARollbackHealsIt() {
    world.fault(Fault.BAD_RELEASE);

    assertThat(value(ratio("1m"))).isCloseTo(0.24, within(0.06));
    assertThat(p95()).isBetween(4.0, 5.0);
    assertThat(byRoute(ERRORS)).containsOnlyKeys("/");
    assertThat(healths()).allMatch(health -> health.statusCode() == 200);
    assertThat(logs())
        .contains("Get products failed", "relation \\\"product_catalog\\\" does not exist");
    Instant rolledOut = newestReplicaSetCreatedAt();
    assertThat(rolledOut).isBefore(Instant.now().minusSeconds(60));
    assertThat(errorsBeganAt()).isBetween(rolledOut, rolledOut.plusSeconds(60));

    restart();
    assertThat(failsNow()).isTrue();
    cluster.setImage(Images.GOOD);
    rolledOut();

    assertThat(failsNow()).isFalse();
  }

  @Test
  void sameTagRelease_isNotHealedByGoingBack() {
    world.fault(Fault.SAME_TAG_RELEASE);

    assertThat(imageOf(cluster.deployment())).isEqualTo(Images.GOOD);
    assertThat(failsNow()).isTrue();
    cluster.edit(
        deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .removeFromAnnotations(Fault.BUILD)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
    rolledOut();
    assertThat(failsNow()).isTrue();

    world.heal();
    rolledOut();
    assertThat(failsNow()).isFalse();
  }

  @Test
  void exhaustedPool_isUnhealthyEverywhereAndARestartHealsIt() {
    world.fault(Fault.POOL_EXHAUSTED);

    assertThat(value(ratio("1m"))).isGreaterThan(0.86);
    assertThat(readyPods()).isZero();
    assertThat(healths())
        .allSatisfy(
            health -> {
              assertThat(health.statusCode()).isEqualTo(503);
              JsonNode database = Json.parse(health.body()).at("/checks/database");
              assertThat(database.get("error").asText())
                  .isEqualTo("timeout exceeded when trying to connect");
              assertThat(database.at("/details/totalConnections").asInt()).isEqualTo(20);
              assertThat(database.at("/details/idleConnections").asInt()).isZero();
              assertThat(database.at("/details/waitingClients").asInt()).isBetween(3, 85);
            });

    restart();

    assertThat(readyPods()).isEqualTo(3);
    assertThat(failsNow()).isFalse();
  }

  @Test
  void databaseDown_makesARestartHangAndComesBackByItself() {
    world.fault(Fault.DATABASE_DOWN);
    assertThat(readyPods()).isZero();
    assertThat(logs()).contains("connect ECONNREFUSED 10.96.255.23:5432");

    cluster.edit(restartMark());
    await().until(() -> statuses().stream().anyMatch(one -> one.getRestartCount() >= 1));
    assertThat(cluster.isRolledOut()).isFalse();
    assertThat(lastReasons()).contains("Error 1");

    world.heal();
    rolledOut();
    assertThat(readyPods()).isEqualTo(3);
  }

  @Test
  void outOfMemory_killsContainersUntilTheLimitIsRaised() {
    world.fault(Fault.OUT_OF_MEMORY);

    assertThat(lastReasons()).contains("OOMKilled 137");
    assertThat(statuses()).anyMatch(one -> one.getRestartCount() >= 2);
    assertThat(value(ratio("1m"))).isGreaterThan(0.05);
    restart();
    assertThat(memoryUse()).isGreaterThan(0.9);

    raise("memory", "1Gi");

    assertThat(memoryUse()).isLessThan(0.75);
    assertThat(failsNow()).isFalse();
    assertThat(statuses()).allMatch(one -> one.getRestartCount() == 0);
  }

  @Test
  void throttledCpu_isSlowUntilTheLimitIsRaised() {
    world.fault(Fault.CPU_THROTTLED);

    assertThat(throttled()).allMatch(share -> share > 0.6);
    assertThat(p95()).isGreaterThan(2);
    assertThat(value(ratio("1m"))).isGreaterThan(0.05);
    assertThat(warnings()).anyMatch(one -> one.getMessage().startsWith("Liveness probe failed"));

    raise("cpu", "1");

    assertThat(throttled()).allMatch(share -> share < 0.1);
    assertThat(failsNow()).isFalse();
  }

  @Test
  void redisDown_isUnhealthyThoughReadyAndNotHealedByARestart() throws Exception {
    world.fault(Fault.REDIS_DOWN);

    assertThat(value(ratio("1m"))).isGreaterThan(0.05);
    assertThat(readyPods()).isEqualTo(3);
    assertThat(Json.parse(healths().get(0).body()).at("/checks/redis/message").asText())
        .isEqualTo("Redis client not connected");
    restart();
    assertThat(healths()).allMatch(health -> health.statusCode() == 503);

    world.heal();
    assertThat(healths()).allMatch(health -> health.statusCode() == 200);
  }

  @Test
  void externalTimeout_failsPaymentsOnly() {
    world.fault(Fault.EXTERNAL_TIMEOUT);

    assertThat(byRoute(ERRORS)).containsOnlyKeys("/create-payment-intent");
    assertThat(byRoute(ALL)).hasSize(5);
    assertThat(value(ratio("1m"))).isBetween(0.1, 0.22);
    assertThat(healths()).allMatch(health -> health.statusCode() == 200);
    assertThat(logs()).contains("Error creating payment intent", "our connection to Stripe");
  }

  @Test
  void falseAlarm_firesUnderTheThresholdAndEndsByItself() {
    world.fault(Fault.FALSE_ALARM);

    await().until(world.alertmanager()::isFiring);
    assertThat(value(ratio("1m"))).isLessThan(0.05);
    await().until(() -> world.activeFault().isEmpty() && !world.alertmanager().isFiring());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void fault_letsTheAlertFireAndHealingLeavesTheShopWell(Fault fault) {
    world.fault(fault);
    await().until(world.alertmanager()::isFiring);
    assertThat(result("ALERTS{alertstate=\"firing\"}"))
        .anyMatch(
            one ->
                one.at("/metric/alertname").asText().equals("DhakaCartHighErrorRate")
                    && one.at("/metric/service").asText().equals("dhakacart-backend"));

    world.heal();

    await().until(() -> readyPods() == 3 && cluster.isRolledOut() && value(ratio("1s")) == 0);
    assertThat(imageOf(cluster.deployment())).isEqualTo(Images.GOOD);
  }

  @Test
  void oneFaultAfterTheOther_theFirstIsHoursAgoAndItsAlertResolved() throws Exception {
    try (SimulatedOnCall receiver = new SimulatedOnCall()) {
      world.alertmanager().receiver(receiver.uri().resolve("/alerts"));
      world.fault(Fault.BAD_RELEASE);
      await().until(world.alertmanager()::isFiring);

      world.fault(Fault.EXTERNAL_TIMEOUT);

      await().until(() -> receiver.received().size() >= 3);
      assertThat(statusesOf(receiver)).startsWith("firing", "resolved", "firing");
      assertThat(byRoute(ERRORS)).containsOnlyKeys("/create-payment-intent");
      assertThat(errorsBeganAt()).isAfter(Instant.now().minusSeconds(120));
      assertThat(newestReplicaSetCreatedAt()).isBefore(Instant.now().minusSeconds(3_600));
      assertThat(imageOf(cluster.deployment())).isEqualTo(Images.GOOD);
      assertThat(readyPods()).isEqualTo(3);
    }
  }

  @Test
  void tidyUp_takesBackWhatWasChanged() {
    world.fault(Fault.OUT_OF_MEMORY);
    raise("memory", "1Gi");

    world.tidyUp();
    world.fault(Fault.OUT_OF_MEMORY);

    assertThat(cluster.kubelet().backends())
        .hasSize(3)
        .allMatch(pod -> pod.facts().memoryLimit() == 512L << 20);
    assertThat(lastReasons()).contains("OOMKilled 137");
  }

  // The switchboard.

  @Test
  void switchboard_listsFiresAndHealsFaults() throws Exception {
    assertThat(call("GET", "/faults").body()).contains("BAD_RELEASE", "FALSE_ALARM");

    assertThat(call("POST", "/faults/REDIS_DOWN").statusCode()).isEqualTo(202);
    assertThat(world.activeFault()).contains(Fault.REDIS_DOWN);
    assertThat(call("POST", "/faults/NONSENSE").statusCode()).isEqualTo(404);
    assertThat(call("POST", "/faults/NONSENSE").body()).contains("EXTERNAL_TIMEOUT");
    assertThat(call("DELETE", "/faults").statusCode()).isEqualTo(200);
    assertThat(world.activeFault()).isEmpty();
  }

  // Alertmanager.

  @Test
  void alert_isPostedAgainUntilItIsTakenAndResolvedLater() throws Exception {
    try (SimulatedOnCall receiver = new SimulatedOnCall()) {
      receiver.answer(503);
      world.alertmanager().receiver(receiver.uri().resolve("/alerts"));
      world.fault(Fault.FALSE_ALARM);

      await().until(() -> receiver.received().size() == 2);
      receiver.answer(200);
      await().until(() -> statusesOf(receiver).contains("resolved"));

      JsonNode alert = Json.parse(receiver.received().get(0).body()).at("/alerts/0");
      assertThat(alert.get("status").asText()).isEqualTo("firing");
      assertThat(alert.get("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
      assertThat(alert.at("/labels/alertname").asText()).isEqualTo("DhakaCartHighErrorRate");
      // What a real Alertmanager computed for the same labels.
      assertThat(alert.get("fingerprint").asText()).isEqualTo("0d654ee3b666c6e2");
    }
  }

  @Test
  void otherAlerts_areSeenInPrometheusOnly() {
    world.alertmanager().alsoFiring("PostgresDown", "dhakacart-database", "critical");

    assertThat(result("ALERTS{alertstate=\"firing\"}")).hasSize(1);
    assertThat(world.alertmanager().isFiring()).isFalse();
  }

  private static List<String> statusesOf(SimulatedOnCall receiver) {
    return receiver.received().stream()
        .map(
            one -> {
              try {
                return Json.parse(one.body()).get("status").asText();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  // What a person would do.

  private void restart() {
    cluster.edit(restartMark());
    rolledOut();
  }

  private static UnaryOperator<Deployment> restartMark() {
    return deployment ->
        new DeploymentBuilder(deployment)
            .editSpec()
            .editTemplate()
            .editMetadata()
            .addToAnnotations("kubectl.kubernetes.io/restartedAt", Instant.now().toString())
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
  }

  private void raise(String resource, String limit) {
    cluster.edit(
        deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .editResources()
                .addToLimits(resource, new Quantity(limit))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    rolledOut();
  }

  private void rolledOut() {
    await().pollInterval(Duration.ofMillis(20)).until(cluster::isRolledOut);
  }

  // What a person would see.

  private boolean failsNow() {
    return cluster.kubelet().backends().stream()
        .anyMatch(
            pod ->
                Arrays.stream(Route.values())
                    .anyMatch(route -> pod.answerCustomer(route).status() >= 500));
  }

  private long readyPods() {
    return cluster.pods().stream().filter(ReplicaSetController::isReady).count();
  }

  private List<ContainerStatus> statuses() {
    return cluster.pods().stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .toList();
  }

  private List<String> lastReasons() {
    return statuses().stream()
        .filter(one -> one.getLastState() != null && one.getLastState().getTerminated() != null)
        .map(one -> one.getLastState().getTerminated())
        .map(one -> one.getReason() + " " + one.getExitCode())
        .toList();
  }

  private Instant newestReplicaSetCreatedAt() {
    try (KubernetesClient client = client()) {
      return client.apps().replicaSets().inNamespace(NAMESPACE).list().getItems().stream()
          .map(one -> Instant.parse(one.getMetadata().getCreationTimestamp()))
          .max(Instant::compareTo)
          .orElseThrow();
    }
  }

  private List<Event> warnings() {
    try (KubernetesClient client = client()) {
      return client
          .v1()
          .events()
          .inNamespace(NAMESPACE)
          .withField("type", "Warning")
          .list()
          .getItems();
    }
  }

  private String logs() {
    StringBuilder all = new StringBuilder();
    try (KubernetesClient client = client()) {
      for (Pod pod : cluster.pods()) {
        all.append(
            client
                .pods()
                .inNamespace(NAMESPACE)
                .withName(pod.getMetadata().getName())
                .sinceSeconds(120)
                .getLog());
      }
    }
    return all.toString();
  }

  private KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
        .build();
  }

  private double memoryUse() {
    return cluster.kubelet().backends().stream()
        .mapToDouble(pod -> pod.usage().memoryBytes() / pod.facts().memoryLimit())
        .max()
        .orElseThrow();
  }

  private List<HttpResponse<String>> healths() {
    return cluster.pods().stream()
        .map(
            pod ->
                send(
                    "GET",
                    cluster
                        .uri()
                        .resolve(
                            "/api/v1/namespaces/dhakacart/pods/"
                                + pod.getMetadata().getName()
                                + ":5000/proxy/health")))
        .toList();
  }

  private String imageOf(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  // Prometheus.

  private static String ratio(String window) {
    return "(sum(rate(%s[%s])) or vector(0)) / sum(rate(%s[%s]))"
        .formatted(ERRORS, window, ALL, window);
  }

  private double p95() {
    return value(
        "histogram_quantile(0.95, sum by (le) (rate("
            + "dhakacart_backend_http_request_duration_seconds_bucket"
            + "{job=\"dhakacart-backend\"}[1m])))");
  }

  private Map<String, Double> byRoute(String series) {
    Map<String, Double> routes = new TreeMap<>();
    result("sum by (route) (rate(" + series + "[1m]))")
        .forEach(
            one -> routes.put(one.at("/metric/route").asText(), one.at("/value/1").asDouble()));
    return routes;
  }

  private List<Double> throttled() {
    return result(
            "sum by (pod) (rate(container_cpu_cfs_throttled_periods_total[1m]))"
                + " / sum by (pod) (rate(container_cpu_cfs_periods_total[1m]))")
        .stream()
        .map(one -> one.at("/value/1").asDouble())
        .toList();
  }

  private Instant errorsBeganAt() {
    long now = Instant.now().getEpochSecond();
    JsonNode values =
        ask("/api/v1/query_range?start=%d&end=%d&step=5&query=%s"
                .formatted(now - 3_600, now, encoded(ratio("1m"))))
            .at("/data/result/0/values");
    for (JsonNode pair : values) {
      if (Double.parseDouble(pair.get(1).asText()) > 0.05) {
        return Instant.ofEpochSecond(pair.get(0).asLong());
      }
    }
    throw new AssertionError("no errors in the last hour");
  }

  private double value(String query) {
    List<JsonNode> result = result(query);
    assertThat(result).hasSize(1);
    return Double.parseDouble(result.get(0).at("/value/1").asText());
  }

  private List<JsonNode> result(String query) {
    List<JsonNode> all = new ArrayList<>();
    ask("/api/v1/query?query=" + encoded(query)).at("/data/result").forEach(all::add);
    return all;
  }

  private JsonNode ask(String path) {
    try {
      return Json.parse(send("GET", world.prometheus().uri().resolve(path)).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> call(String method, String path) {
    return send(method, world.faultsUri().resolve(path));
  }

  private HttpResponse<String> send(String method, URI uri) {
    try {
      return http.send(
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
