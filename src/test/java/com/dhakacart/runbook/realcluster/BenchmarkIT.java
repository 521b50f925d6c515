package com.dhakacart.runbook.realcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.OperatingSystemMXBean;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from the alert to what can be approved, side by side in the same minutes: the
 * runbook's commands one after another, the chains of single calls of which no part can be left
 * out, and the product. {@code src/test/cluster/benchmark} runs it. The release is a bad one whose
 * queries fail at once, so that nothing but the tools themselves is measured.
 */
@Tag("benchmark")
class BenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("runbook.test.rounds", 12);
  private static final int TO_WARM_UP = 10;

  /** The product runs in this process. */
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** As the engine's REST API writes times. */
  private static final DateTimeFormatter ENGINE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

  private final Map<String, List<Long>> taken = new LinkedHashMap<>();
  private final List<Long> processor = new ArrayList<>();
  private final Map<String, List<Span>> where = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void productCommandsAndSingleCalls() {
    Monitoring.mustBeInstalled();
    try (Shop shop = Shop.open();
        Monitoring monitoring = Monitoring.of(shop);
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder(Config.fromKubeconfig(TestCluster.kubeconfig().toFile()))
                        // an answer of the backend is an answer, also when it is a 500
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build()) {
      shop.kubectl("set", "env", Shop.BACKEND, "QUERY_TRIES=1");
      shop.awaitRollout();
      shop.rollOutBadRelease();
      monitoring.awaitErrorRatioOver(0.08);
      try (Product product =
          Product.start(
              shop,
              shop.kubeconfig("kubeconfig", null),
              monitoring.uri(),
              // as in production: in less time the kubelet does not count twice
              "runbook.metrics.window=1m",
              // no incident shall profit from the one before
              "runbook.logs.share-for=1s")) {
        for (int round = -TO_WARM_UP; round < ROUNDS; round++) {
          if (round == 0) {
            taken.clear();
            processor.clear();
            where.clear();
          }
          commands(shop);
          chains(shop, client, monitoring);
          alertToApproval(product);
        }
      }
    }
    System.out.println(table() + whereItGoes());
  }

  // ---- the runbook's commands, those that work here

  private void commands(Shop shop) {
    String pods = "kubectl -n %s get pods -l app=dhakacart-backend".formatted(shop.namespace());
    String exec =
        "kubectl -n %s exec deployment/dhakacart-backend -- wget -qO- http://localhost:5000"
            .formatted(shop.namespace());
    String logs = "kubectl -n %s logs -l app=dhakacart-backend".formatted(shop.namespace());
    List<String> commands =
        List.of(
            pods,
            logs + " --tail=100 | grep -i error",
            "kubectl -n %s get endpoints dhakacart-backend-service".formatted(shop.namespace()),
            exec + "/health",
            "kubectl -n %s top pods -l app=dhakacart-backend".formatted(shop.namespace()),
            "kubectl -n %s describe pods -l app=dhakacart-backend | grep -A 5 -B 5 throttled"
                .formatted(shop.namespace()),
            exec + "/metrics | grep pg_pool",
            exec + "/health/db",
            exec + "/health/redis",
            logs + " | grep -i 'external\\|api\\|timeout'",
            "kubectl -n %s get hpa".formatted(shop.namespace()),
            "kubectl -n %s rollout history deployment/dhakacart-backend"
                .formatted(shop.namespace()));
    long began = System.nanoTime();
    // a grep or a path that finds nothing fails, and the next command follows all the same
    commands.forEach(command -> TestCluster.shell(command + " >/dev/null 2>&1 || true"));
    keep("the runbook's 12 commands, one after another", began);
  }

  // ---- what has to be asked one after the other, because each call needs the one before

  private void chains(Shop shop, KubernetesClient client, Monitoring monitoring) {
    chain("pods, then /health of each", () -> ofEachPod(client, shop, "/health"));
    chain("pods, then /api/products of each", () -> ofEachPod(client, shop, "/api/products"));
    chain("pods, then 1000 lines of each", () -> logsOfEachPod(client, shop));
    chain("Deployment, ReplicaSets, dry run", () -> dryRun(client, shop));
    // which change to try is known when the causes are ranked, and those are when the logs are read
    chain(
        "pods, then 1000 lines of each; then Deployment, ReplicaSets, dry run",
        () -> List.of(logsOfEachPod(client, shop), dryRun(client, shop)));
    chain(
        "usage of the pods",
        () -> raw(client, "/apis/metrics.k8s.io/v1beta1/namespaces/" + shop.namespace() + "/pods"));
    chain(
        "Prometheus: the ratio",
        () ->
            get(
                monitoring
                    .uri()
                    .resolve(
                        "/api/v1/query?query="
                            + URLEncoder.encode(
                                "sum(rate(dhakacart_backend_http_requests_total[20s]))",
                                StandardCharsets.UTF_8))));
  }

  private Object dryRun(KubernetesClient client, Shop shop) {
    String apps = "/apis/apps/v1/namespaces/" + shop.namespace();
    raw(client, apps + "/deployments/dhakacart-backend");
    raw(client, apps + "/replicasets");
    return client
        .apps()
        .deployments()
        .inNamespace(shop.namespace())
        .withName("dhakacart-backend")
        .dryRun()
        .edit(
            it -> {
              it.getSpec().getTemplate().getSpec().setTerminationGracePeriodSeconds(9L);
              return it;
            });
  }

  private Object ofEachPod(KubernetesClient client, Shop shop, String path) {
    return each(
        client,
        shop,
        pod ->
            raw(
                client,
                "/api/v1/namespaces/" + shop.namespace() + "/pods/" + pod + ":5000/proxy" + path));
  }

  private Object logsOfEachPod(KubernetesClient client, Shop shop) {
    return each(
        client,
        shop,
        pod ->
            client.pods().inNamespace(shop.namespace()).withName(pod).tailingLines(1000).getLog());
  }

  private static Object each(
      KubernetesClient client, Shop shop, java.util.function.Function<String, Object> question) {
    List<CompletableFuture<Object>> answers =
        client
            .pods()
            .inNamespace(shop.namespace())
            .withLabel("app", "dhakacart-backend")
            .list()
            .getItems()
            .stream()
            .map(pod -> pod.getMetadata().getName())
            .map(pod -> CompletableFuture.supplyAsync(() -> question.apply(pod)))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /** Also what is refused is an answer. */
  private static Object raw(KubernetesClient client, String path) {
    try {
      return client
          .getHttpClient()
          .sendAsync(
              client
                  .getHttpClient()
                  .newHttpRequestBuilder()
                  .uri(URI.create(client.getMasterUrl() + path.substring(1)))
                  .build(),
              String.class)
          .join()
          .body();
    } catch (RuntimeException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private String get(URI uri) {
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void chain(String name, Supplier<Object> calls) {
    long began = System.nanoTime();
    calls.get();
    keep(name, began);
  }

  // ---- the product

  private void alertToApproval(Product product) {
    long processorBefore = PROCESS.getProcessCpuTime();
    Instant posted = Instant.now();
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");
    processor.add((PROCESS.getProcessCpuTime() - processorBefore) / 1_000_000);
    Instant asked = instant(approval, "created");
    taken
        .computeIfAbsent(PRODUCT, key -> new ArrayList<>())
        .add(asked.toEpochMilli() - posted.toEpochMilli());
    for (JsonNode one : product.history()) {
      Instant began = instant(one, "startTime");
      where
          .computeIfAbsent(one.path("activityId").asText(), key -> new ArrayList<>())
          .add(
              new Span(
                  began.toEpochMilli() - posted.toEpochMilli(),
                  one.path("durationInMillis").asLong()));
    }
    product.turnDown(approval);
  }

  private static Instant instant(JsonNode of, String field) {
    return OffsetDateTime.parse(of.path(field).asText(), ENGINE).toInstant();
  }

  /** Where the product's time goes: when an element began, and for how long it ran. */
  private record Span(long after, long took) {}

  private String whereItGoes() {
    StringBuilder table =
        new StringBuilder("\n| element | began after, ms | took, ms |\n|---|---|---|\n");
    where.entrySet().stream()
        .sorted(
            Comparator.comparing(it -> median(it.getValue().stream().map(Span::after).toList())))
        .forEach(
            it ->
                table.append(
                    "| %s | %d | %d |\n"
                        .formatted(
                            it.getKey(),
                            median(it.getValue().stream().map(Span::after).toList()),
                            median(it.getValue().stream().map(Span::took).toList()))));
    return table.toString();
  }

  // ---- the table

  private static final String PRODUCT = "the product, from alert to approval task";

  private void keep(String name, long began) {
    taken
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add((System.nanoTime() - began) / 1_000_000);
  }

  private String table() {
    StringBuilder table =
        new StringBuilder("\n| medians of %d, ms | |\n|---|---|\n".formatted(ROUNDS));
    taken.forEach((name, times) -> table.append("| %s | %d |\n".formatted(name, median(times))));
    long commands = median(taken.get("the runbook's 12 commands, one after another"));
    long product = median(taken.get(PRODUCT));
    long slowest =
        taken.entrySet().stream()
            .filter(it -> !it.getKey().startsWith("the "))
            .mapToLong(it -> median(it.getValue()))
            .max()
            .orElseThrow();
    return table
        .append(
            "| commands / product (goal: at least 5) | %.1f |\n"
                .formatted((double) commands / product))
        .append(
            "| product, and 1.3 x the slowest chain + 100 ms (goal: at most) | %d, %d |\n"
                .formatted(product, slowest * 13 / 10 + 100))
        .append(
            "| processor time of the product from alert to approval task | %d |\n"
                .formatted(median(processor)))
        .toString();
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
