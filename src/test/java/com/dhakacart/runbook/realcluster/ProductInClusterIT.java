package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The product in the cluster that it looks after: the image of {@code docker/Dockerfile}, the
 * manifests of {@code docker/kubernetes} with their namespace for restricted pods, PostgreSQL as
 * its database, and no rights but its two accounts'.
 */
@Tag("cluster")
class ProductInClusterIT {

  private static final Path KUBERNETES = Path.of("docker/kubernetes");
  private static final String IMAGE =
      TestCluster.image("product-image", "dhakacart/runbook:latest");

  private final String home = TestCluster.newNamespace("runbook");
  private final String password = UUID.randomUUID().toString();
  private final String token = UUID.randomUUID().toString();

  private Shop shop;

  @BeforeEach
  void deploy() {
    shop = Shop.open();
    TestCluster.apply(
        Shop.read(KUBERNETES.resolve("namespace.yaml")).replace("name: runbook", "name: " + home));
    TestCluster.apply(shop.forProductIn(home, Shop.RIGHTS));
    TestCluster.apply(shop.forProductIn(home, List.of("network-policy.yaml")));
    kubectl(
        "create",
        "secret",
        "generic",
        "runbook-secrets",
        "--from-literal=DB_PASSWORD=" + UUID.randomUUID(),
        "--from-literal=ADMIN_PASSWORD=" + password,
        "--from-literal=runbook.alerting.token=" + token);
    TestCluster.apply(
        home, Shop.manifest("product-world.yaml").replace("${shop}", shop.namespace()));
    for (String one : new String[] {"postgres", "prometheus"}) {
      kubectl("rollout", "status", "deployment/" + one, "--timeout=120s");
    }
    TestCluster.apply(home, deployment());
  }

  @AfterEach
  void takeAway() {
    TestCluster.kubectl(
        "default", "delete", "namespace", home, "--wait=false", "--ignore-not-found");
    TestCluster.deletePoliciesOf(home);
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void badRelease_isRolledBackByTheProductInItsPod() throws IOException {
    kubectl("rollout", "status", "statefulset/runbook", "--timeout=170s");
    shop.rollOutBadRelease();
    try (KubernetesClient client = client();
        LocalPortForward way =
            client.services().inNamespace(home).withName("runbook").portForward(8080)) {
      RunbookOverHttp runbook =
          new RunbookOverHttp(
              URI.create("http://localhost:" + way.getLocalPort()), password, token);
      assertThat(runbook.call("GET", "/actuator/health/readiness", "admin", null).statusCode())
          .isEqualTo(200);

      runbook.alertFires();
      runbook.decide(
          "userTask_approveChange", "oncall", Map.of("decision", "APPROVE", "reason", "Seen."));
      runbook.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A bad release."));

      assertThat(runbook.word("outcome")).as(() -> runbook.report()).isEqualTo("RECOVERED");
      assertThat(shop.image()).endsWith(":v1");
      assertThat(
              kubectl(
                  "get", "pods", "--selector=app=runbook", "--output=jsonpath={..restartCount}"))
          .as("restarts of both nodes")
          .isEqualTo("0 0");
    }
  }

  /** As it is in docker/, but for the names of the test's namespaces and shorter times. */
  private String deployment() {
    String names = "{ name: RUNBOOK_CLUSTER_NAMESPACES, value: dhakacart }";
    String settings =
        "{\"runbook\":{\"identity\":{\"users\":[{\"id\":\"oncall\",\"password\":\"%s\",\"groups\":[\"on-call\"]}]},\"services\":{\"dhakacart-backend\":{\"namespace\":\"%s\"}}"
            + ",\"recovery\":{\"hold-for\":\"10s\",\"measure-every\":\"3s\"}"
            + ",\"metrics\":{\"window\":\"20s\",\"scrape-interval\":\"2s\"}}}";
    return Shop.read(KUBERNETES.resolve("runbook.yaml"))
        .replace("namespace: runbook", "namespace: " + home)
        .replace("postgres.runbook.svc", "postgres." + home + ".svc")
        .replace("prometheus.monitoring.svc", "prometheus." + home + ".svc")
        .replace(
            "image: dhakacart/runbook",
            "image: " + IMAGE + "\n          imagePullPolicy: IfNotPresent")
        .replace(
            names,
            names.replace("dhakacart", shop.namespace())
                + "\n            - { name: SPRING_APPLICATION_JSON, value: '"
                + settings.formatted(password, shop.namespace())
                + "' }");
  }

  private String kubectl(String... arguments) {
    return TestCluster.kubectl(home, arguments);
  }

  private static KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(TestCluster.kubeconfig().toFile()))
        .build();
  }
}
