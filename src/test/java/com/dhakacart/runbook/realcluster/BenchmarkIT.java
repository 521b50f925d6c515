package com.dhakacart.runbook.realcluster;

import com.dhakacart.runbook.fixtures.ImageOptions;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import com.dhakacart.runbook.simulation.SimulatedOnCall;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from the alert to what can be approved, side by side in the same minutes: the
 * runbook's commands one after another, the chains of single calls of which no part can be left
 * out, the product, and another build of it where one is named. Each build is a process of its own,
 * started as its image starts it; they are asked in turn, each round in the other order. {@code
 * src/test/cluster/benchmark} runs it. The release is a bad one whose queries fail at once, so that
 * nothing but the tools themselves is measured.
 */
@Tag("benchmark")
class BenchmarkIT {

  private static final int ROUNDS = Integer.getInteger("runbook.test.rounds", 12);
  private static final int TO_WARM_UP = 10;

  /** A folder with the other build: its jar in {@code target}, its image in {@code docker}. */
  private static final String OTHER = System.getProperty("runbook.other.build", "");

  /** Its people, and no pause between two changes of the same thing. */
  private static final Path DEMO = Path.of("src/simulation/resources/application-demo.yaml");

  /** As the engine's REST API writes times. */
  private static final DateTimeFormatter ENGINE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

  private final Map<String, List<Long>> taken = new LinkedHashMap<>();
  private final Map<String, List<Long>> processor = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Span>>> where = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void productCommandsAndSingleCalls() throws Exception {
    Monitoring.mustBeInstalled();
    try (Shop shop = Shop.open();
        Monitoring monitoring = Monitoring.of(shop);
        SimulatedOnCall onCall = new SimulatedOnCall();
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
      List<String> settings =
          Product.usual(
                  shop,
                  shop.kubeconfig("kubeconfig", null).toAbsolutePath(),
                  monitoring.uri(),
                  onCall)
              .filter(
                  it -> !it.startsWith("server.port") && !it.startsWith("runbook.metrics.window"))
              .toList();
      try (ProductProcess product = build(PRODUCT, Path.of(""), settings);
          ProductProcess other =
              OTHER.isBlank() ? null : build(OTHER_BUILD, Path.of(OTHER), settings)) {
        List<ProductProcess> builds =
            new ArrayList<>(other == null ? List.of(product) : List.of(product, other));
        for (int round = -TO_WARM_UP; round < ROUNDS; round++) {
          if (round == 0) {
            taken.clear();
            processor.clear();
            where.clear();
          }
          commands(shop);
          chains(shop, client, monitoring);
          builds.forEach(this::alertToApproval);
          Collections.reverse(builds);
        }
      }
    }
    System.out.println(table() + whereItGoes());
  }

  private ProductProcess build(String name, Path of, List<String> settings) throws IOException {
    Path its = Files.createDirectory(folder.resolve(name.replaceAll("\\W+", "-")));
    Files.copy(DEMO, its.resolve("application.yaml"));
    Path jar = of.resolve("target/runbook-1.0.0-SNAPSHOT.jar").toAbsolutePath();
    String[] arguments =
        Stream.concat(
                settings.stream(),
                Stream.of(
                    // as in production: in less time the kubelet does not count twice
                    "runbook.metrics.window=1m",
                    // no incident shall profit from the one before
                    "runbook.logs.share-for=1s"))
            .map(it -> "--" + it)
            .toArray(String[]::new);
    return new ProductProcess(name, its, Ports.free(), arguments)
        .of(jar)
        .withOptions(ImageOptions.of(of.resolve(ImageOptions.IMAGE)))
        .start();
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

  private void alertToApproval(ProductProcess build) {
    RunbookOverHttp product = new RunbookOverHttp(build.uri(), "demo", Product.TOKEN);
    long processorBefore = build.processorMillis();
    Instant posted = Instant.now();
    product.alertFires();
    JsonNode approval = product.awaitTask("userTask_approveChange");
    processor
        .computeIfAbsent(build.name(), key -> new ArrayList<>())
        .add(build.processorMillis() - processorBefore);
    Instant asked = instant(approval, "created");
    taken
        .computeIfAbsent(build.name(), key -> new ArrayList<>())
        .add(asked.toEpochMilli() - posted.toEpochMilli());
    for (JsonNode one : product.history()) {
      Instant began = instant(one, "startTime");
      where
          .computeIfAbsent(one.path("activityId").asText(), key -> new LinkedHashMap<>())
          .computeIfAbsent(build.name(), key -> new ArrayList<>())
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
    StringBuilder table = new StringBuilder("\n| element |");
    taken.keySet().stream()
        .filter(BUILDS::contains)
        .forEach(it -> table.append(" %s: began after, ms | took, ms |".formatted(it)));
    table.append("\n|---|---|---|").append(OTHER.isBlank() ? "\n" : "---|---|\n");
    where.entrySet().stream()
        .filter(it -> it.getValue().containsKey(PRODUCT))
        .sorted(Comparator.comparing(it -> median(it.getValue().get(PRODUCT), Span::after)))
        .forEach(it -> table.append("| %s |%s\n".formatted(it.getKey(), spans(it.getValue()))));
    return table.toString();
  }

  private String spans(Map<String, List<Span>> ofBuilds) {
    return taken.keySet().stream()
        .filter(BUILDS::contains)
        .map(it -> ofBuilds.getOrDefault(it, List.of()))
        .map(
            it ->
                it.isEmpty()
                    ? " - | - |"
                    : " %d | %d |".formatted(median(it, Span::after), median(it, Span::took)))
        .collect(Collectors.joining());
  }

  private static long median(List<Span> spans, ToLongFunction<Span> of) {
    return median(spans.stream().map(of::applyAsLong).toList());
  }

  // ---- the table

  private static final String PRODUCT = "the product, from alert to approval task";
  private static final String OTHER_BUILD = "the other build, the same";
  private static final List<String> BUILDS = List.of(PRODUCT, OTHER_BUILD);

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
    table
        .append(
            "| commands / product (goal: at least 5) | %.1f |\n"
                .formatted((double) commands / product))
        .append(
            "| product, and 1.3 x the slowest chain + 100 ms (goal: at most) | %d, %d |\n"
                .formatted(product, slowest * 13 / 10 + 100));
    processor.forEach(
        (name, millis) ->
            table.append("| processor time of %s | %d |\n".formatted(name, median(millis))));
    if (taken.containsKey(OTHER_BUILD)) {
      table.append(
          "| product / other build: of the medians, and the mean of the rounds | %.2f, %.2f |\n"
              .formatted((double) product / median(taken.get(OTHER_BUILD)), meanRatio()));
    }
    return table.toString();
  }

  /** Of each round, in which both met the same machine: the geometric mean. */
  private double meanRatio() {
    List<Long> ours = taken.get(PRODUCT);
    List<Long> theirs = taken.get(OTHER_BUILD);
    return Math.exp(
        IntStream.range(0, ROUNDS)
            .mapToDouble(it -> Math.log((double) ours.get(it) / theirs.get(it)))
            .average()
            .orElseThrow());
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
