package com.dhakacart.runbook.realcluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dhakacart.runbook.fixtures.Ports;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A Prometheus beside the cluster, with what {@code docker/prometheus} has for that case, for the
 * shop's namespace. Needs the program {@code prometheus} on the path; without it the tests are
 * skipped and say so.
 */
final class Monitoring implements AutoCloseable {

  private static final Path DOCKER = Path.of("docker/prometheus");

  private static final String REQUESTS =
      "dhakacart_backend_http_requests_total{route!~\"/health.*|/ready|/live|/metrics\"";
  private static final String ERROR_RATIO =
      "(sum(rate(%1$s,status_code=~\"5..\"}[20s])) or vector(0)) / sum(rate(%1$s}[20s]))"
          .formatted(REQUESTS);

  private final Shop shop;
  private final Program targets;
  private final Program prometheus;
  private final URI uri;

  private Monitoring(Shop shop, Program targets, Program prometheus, URI uri) {
    this.shop = shop;
    this.targets = targets;
    this.prometheus = prometheus;
    this.uri = uri;
  }

  static void mustBeInstalled() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus"))),
        "Nothing measures the shop: the program prometheus is not on the path");
  }

  static Monitoring of(Shop shop) {
    TestCluster.apply(shop.namespace(), rights(shop.namespace()));
    Path folder = shop.folder().resolve("prometheus");
    int port = Ports.free();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("prometheus.yml"), configuration(shop.namespace()));
      ProcessBuilder find =
          new ProcessBuilder(DOCKER.resolve("find-targets").toString(), folder + "/cluster");
      find.environment().put("KUBECONFIG", TestCluster.kubeconfig().toString());
      find.environment().put("NAMESPACE", shop.namespace());
      find.environment().put("EVERY", "1");
      Program targets = Program.start(find, folder.resolve("targets.log"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(folder.resolve("cluster/nodes.json")));
      Program prometheus =
          Program.start(
              new ProcessBuilder(
                      "prometheus",
                      "--config.file=prometheus.yml",
                      "--storage.tsdb.path=data",
                      "--web.listen-address=127.0.0.1:" + port)
                  .directory(folder.toFile()),
              folder.resolve("prometheus.log"));
      return new Monitoring(shop, targets, prometheus, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return uri;
  }

  /** What customers get, in a moment: 5xx over all, 0 to 1. */
  void awaitErrorRatioOver(double ratio) {
    awaitQuery(ERROR_RATIO + " > " + ratio);
  }

  /** They are served, and the errors of what was before are over. */
  void awaitCustomers() {
    awaitQuery("sum(rate(" + REQUESTS + "}[20s])) > 5 and " + ERROR_RATIO + " < 0.01");
  }

  void awaitThrottling() {
    awaitQuery(
        "max(rate(container_cpu_cfs_throttled_periods_total[1m])"
            + " / rate(container_cpu_cfs_periods_total[1m])) > 0.5");
  }

  private void awaitQuery(String query) {
    await(query)
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(() -> !ask(query).isEmpty());
  }

  private JsonNode ask(String query) throws IOException, InterruptedException {
    URI question =
        uri.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(answer).at("/data/result");
  }

  private static String configuration(String namespace) {
    return Shop.read(DOCKER.resolve("prometheus.yml"))
        .replaceAll("(?s)rule_files:.*?(?=# cluster/)", "")
        .replace("scrape_interval: 5s", "scrape_interval: 2s")
        .replace("scrape_interval: 15s", "scrape_interval: 5s")
        .replace("regex: dhakacart;backend", "regex: " + namespace + ";backend");
  }

  /** Two of its objects are the cluster's: they carry the namespace's name, and go with it. */
  private static String rights(String namespace) {
    return Shop.read(DOCKER.resolve("rbac-metrics.yaml"))
        .replace("namespace: dhakacart", "namespace: " + namespace)
        .replace(
            "metadata: { name: runbook-metrics }", "metadata: { name: metrics-" + namespace + " }")
        .replace(
            "kind: ClusterRole, name: runbook-metrics",
            "kind: ClusterRole, name: metrics-" + namespace);
  }

  @Override
  public void close() {
    prometheus.close();
    targets.close();
    String name = "metrics-" + shop.namespace();
    shop.kubectl("delete", "clusterrolebinding/" + name, "clusterrole/" + name);
  }
}
