package com.dhakacart.runbook.realcluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * DhakaCart in a namespace of its own, with what really breaks it, and the two accounts of {@code
 * docker/kubernetes} for the product.
 */
final class Shop implements AutoCloseable {

  static final String BACKEND = "deployment/dhakacart-backend";

  /** Two accounts, what each may do, and what the one that changes may write. */
  static final List<String> RIGHTS =
      List.of("rbac-look.yaml", "rbac-change.yaml", "policy-change.yaml");

  private static final Path DOCKER = Path.of("docker");
  private static final Map<String, String> IMAGES =
      Map.of(
          "${prometheus}", TestCluster.image("prometheus-image", "prom/prometheus:v2.42.0"),
          "${backend}", TestCluster.image("backend-image", "dhakacart/backend"),
          "${postgres}", TestCluster.image("postgres-image", "postgres:15"),
          "${redis}", TestCluster.image("redis-image", "redis:7"),
          "${busybox}", TestCluster.image("image", "busybox:1.36"));

  private static final String CORES =
      "kubectl get nodes --output=jsonpath='{range .items[*]}{.status.capacity.cpu}{\"\\n\"}{end}'"
          + " | awk '{ all += $1 } END { print all }'";

  private final String namespace;
  private final Path folder;
  private final Thread cleaning = new Thread(this::takeAway, "clean up");

  private Shop(String namespace, Path folder) {
    this.namespace = namespace;
    this.folder = folder;
  }

  /** Serves when this returns. */
  static Shop open() {
    Shop shop = new Shop(TestCluster.newNamespace("shop"), temporaryFolder());
    TestCluster.kubectl("default", "create", "namespace", shop.namespace);
    // also when somebody interrupts the tests
    Runtime.getRuntime().addShutdownHook(shop.cleaning);
    try {
      TestCluster.apply(shop.namespace, manifest("shop.yaml"));
      shop.mayLookAndChange();
      shop.kubectl("rollout", "status", "deployment/postgres", "--timeout=120s");
      shop.sql("CREATE TABLE products (memory_mb int, work_ms int)");
      shop.openAnew();
      return shop;
    } catch (RuntimeException | Error e) {
      shop.close();
      throw e;
    }
  }

  /** As on the first day: no fault, no release but the good one, no history. */
  void openAnew() {
    mayLookAndChange();
    emptyNodes();
    kubectl("delete", "--ignore-not-found", "--wait", BACKEND, "hpa/dhakacart-backend-hpa");
    kubectl("wait", "--for=delete", "pod", "--selector=app=dhakacart-backend", "--timeout=90s");
    // Sessions that were frozen never end by themselves.
    inPostgres("for p in /proc/[0-9]*; do kill -CONT ${p#/proc/} 2>/dev/null; done; true");
    sql("TRUNCATE products; INSERT INTO products VALUES (0, 0)");
    kubectl("scale", "deployment/redis", "--replicas=1");
    TestCluster.apply(namespace, manifest("backend.yaml"));
    kubectl("rollout", "status", "deployment/redis", "--timeout=120s");
    awaitRollout();
  }

  String namespace() {
    return namespace;
  }

  String kubectl(String... arguments) {
    return TestCluster.kubectl(namespace, arguments);
  }

  void awaitRollout() {
    kubectl("rollout", "status", BACKEND, "--timeout=150s");
  }

  /** Of the live Deployment, by JSONPath. */
  String backend(String path) {
    return kubectl("get", BACKEND, "--output=jsonpath={" + path + "}");
  }

  String image() {
    return backend(".spec.template.spec.containers[0].image");
  }

  int revision() {
    return Integer.parseInt(backend(".metadata.annotations.deployment\\.kubernetes\\.io/revision"));
  }

  /** Of memory and CPU, of the backend's container. */
  String limits() {
    String path = ".spec.template.spec.containers[0].resources.limits";
    return backend(path + ".memory") + " " + backend(path + ".cpu");
  }

  int minReplicas() {
    return Integer.parseInt(
        kubectl("get", "hpa/dhakacart-backend-hpa", "--output=jsonpath={.spec.minReplicas}"));
  }

  // ---- what breaks it

  void rollOutBadRelease() {
    kubectl("set", "image", BACKEND, "backend=" + IMAGES.get("${backend}") + ":v2-bad");
    awaitRollout();
  }

  /**
   * The catalogue grew: every pod needs so much more memory, and each request so much more work.
   */
  void growCatalogue(int memoryMB, int workMillis) {
    sql("INSERT INTO products VALUES (%d, %d)".formatted(memoryMB, workMillis));
  }

  void shrinkCatalogue() {
    sql("DELETE FROM products WHERE memory_mb + work_ms > 0");
  }

  /** Of the statuses of the backend's containers, by JSONPath. */
  String containers(String path) {
    return kubectl(
        "get", "pods", "--selector=app=dhakacart-backend", "--output=jsonpath={.." + path + "}");
  }

  /** Until a pod does not give the products any more within the time that the runbook waits. */
  void awaitNoAnswer() {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                kubectl("get", "pods", "--selector=app=dhakacart-backend", "--output=name")
                    .lines()
                    .anyMatch(pod -> !answers(pod.replace("pod/", ""))));
  }

  private boolean answers(String pod) {
    return TestCluster.shell(
            "kubectl get --request-timeout=10s --raw"
                + " /api/v1/namespaces/%s/pods/%s:5000/proxy/api/products >/dev/null 2>&1 && echo yes || echo no"
                    .formatted(namespace, pod))
        .contains("yes");
  }

  void awaitKilledForMemory() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                kubectl(
                        "get",
                        "pods",
                        "--selector=app=dhakacart-backend",
                        "--output=jsonpath={..lastState}")
                    .contains("OOMKilled"));
  }

  /**
   * Fills every pool with sessions that never answer again, while PostgreSQL itself is well: the
   * table is locked until the pools are full, then their sessions are stopped and the lock ends.
   */
  void freezeSessions() {
    inPostgres(
        """
        psql -U shop -qc "BEGIN; LOCK TABLE products; SELECT pg_sleep(25); COMMIT" >/dev/null &
        locker=$!
        sleep 22
        psql -U shop -Atc "SELECT pid FROM pg_stat_activity WHERE client_addr IS NOT NULL AND wait_event_type = 'Lock'" |
          while read -r pid; do kill -STOP $pid; done
        wait $locker
        """);
  }

  /** Somebody's open transaction: whatever asks for products waits for it, in new pods, too. */
  void lockProducts() {
    inPostgres(
        """
        psql -U shop -qc "BEGIN; LOCK TABLE products; SELECT pg_sleep(900); COMMIT" >/dev/null 2>&1 </dev/null &
        sleep 1
        """);
  }

  void endTheLock() {
    sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(900)%'"
            + " AND pid <> pg_backend_pid()");
  }

  /** Names of its pods that are not on their way out. */
  Set<String> pods() {
    return kubectl(
            "get",
            "pods",
            "--selector=app=dhakacart-backend",
            "--output=go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}}{{\"\\n\"}}{{end}}{{end}}")
        .lines()
        .collect(Collectors.toSet());
  }

  void stopRedis() {
    kubectl("scale", "deployment/redis", "--replicas=0");
    kubectl("wait", "--for=delete", "pod", "--selector=app=redis", "--timeout=60s");
  }

  void startRedis() {
    kubectl("scale", "deployment/redis", "--replicas=1");
    kubectl("rollout", "status", "deployment/redis", "--timeout=60s");
  }

  String sql(String statement) {
    return kubectl("exec", "deployment/postgres", "--", "psql", "-U", "shop", "-Atqc", statement);
  }

  private void inPostgres(String script) {
    kubectl("exec", "deployment/postgres", "--", "sh", "-c", script);
  }

  // ---- who may look, and who may change

  /**
   * Manifests of the product that lives in this namespace. Policies belong to none, and so get its
   * name at the end of theirs.
   */
  String forProductIn(String home, List<String> files) {
    return files.stream()
        .map(file -> read(DOCKER.resolve("kubernetes").resolve(file)))
        .map(
            text -> text.replaceAll("(runbook-change-(deployment|scale|autoscaler))", "$1-" + home))
        .map(text -> text.replace("serviceaccounts:runbook'", "serviceaccounts:" + home + "'"))
        .map(text -> text.replace("namespace: runbook", "namespace: " + home))
        .map(text -> text.replace("namespace: dhakacart", "namespace: " + namespace))
        .collect(Collectors.joining("\n---\n"));
  }

  /** Takes one right out of the role, as a resource with its sub-resource. */
  void mayNotPatch(String resource) {
    mayNot("runbook-change", resource);
  }

  void mayNotLookAt(String resource) {
    mayNot("runbook-look", resource);
  }

  private void mayNot(String role, String resource) {
    String rules = kubectl("get", "role/" + role, "--output=jsonpath={.rules}");
    kubectl(
        "patch",
        "role/" + role,
        "--patch={\"rules\":" + rules.replace('"' + resource + '"', "\"nothing\"") + "}");
  }

  /** As {@code docker/kubernetes} grants it. */
  void mayLookAndChange() {
    TestCluster.apply(forProductIn(namespace, RIGHTS));
  }

  // ---- who else is on the nodes

  /** Requests of others take all that is left: no pod of ours finds room any more. */
  void fillNodes() {
    int cores = Integer.parseInt(TestCluster.shell(CORES).strip());
    fill("1", cores + 1);
    fill("200m", 6);
    fill("40m", 6);
  }

  private void fill(String cpu, int pods) {
    TestCluster.apply(
        namespace, manifest("neighbour.yaml").replace("${cpu}", cpu).replace("${pods}", "" + pods));
    await("no room for one more of " + cpu)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                kubectl(
                        "get",
                        "pods",
                        "--selector=app=neighbour-" + cpu,
                        "--output=jsonpath={..conditions[?(@.type=='PodScheduled')].reason}")
                    .contains("Unschedulable"));
  }

  void emptyNodes() {
    kubectl("delete", "deployments", "--selector=part=neighbour", "--wait");
  }

  Path tokenOf(String account) {
    return write(account + ".token", kubectl("create", "token", account, "--duration=2h"));
  }

  /** Says where the cluster is; who asks there, the tokens say. */
  Path kubeconfig(String name, String server) {
    String config = TestCluster.shell("kubectl config view --raw --minify --flatten");
    return write(
        name, server == null ? config : config.replaceFirst("server: .*", "server: " + server));
  }

  // ---- files

  Path folder() {
    return folder;
  }

  Path write(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String manifest(String name) {
    String manifest = read(Path.of("src/test/resources/realcluster").resolve(name));
    for (Map.Entry<String, String> image : IMAGES.entrySet()) {
      manifest = manifest.replace(image.getKey(), image.getValue());
    }
    return manifest;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("runbook-shop");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(cleaning);
    takeAway();
  }

  private void takeAway() {
    TestCluster.kubectl("default", "delete", "namespace", namespace, "--wait=false");
    TestCluster.deletePoliciesOf(namespace);
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
