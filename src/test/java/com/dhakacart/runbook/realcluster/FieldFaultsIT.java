package com.dhakacart.runbook.realcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What people run into beside the four causes: containers that die beside or before the one that
 * serves, and others who pause, forbid or undo what is changed.
 */
@Tag("cluster")
class FieldFaultsIT extends ShopScenario {

  private static final String BACKEND_IMAGE =
      TestCluster.image("backend-image", "dhakacart/backend");

  /** Somebody's rule about what is changed; the account that changes has every right. */
  private static final String FREEZE =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: freeze-%1$s}
      spec:
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
            - {apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [deployments]}
        validations:
          - expression: object.spec.template.spec == oldObject.spec.template.spec
            message: Templates are frozen until Monday by the change board
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: freeze-%1$s}
      spec:
        policyName: freeze-%1$s
        validationActions: [Deny]
        matchResources:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
      """;

  @BeforeEach
  void start() {
    openAnew();
    startProduct();
  }

  /**
   * The release is to blame, and what its dying container said last says why. The policy of {@code
   * docker/kubernetes} lets no account of ours take a container away: a person types the rollback.
   */
  @Test
  void containerBesideTheBackendDies_itIsNamed_withItsExitCodeAndLastWords() {
    release(
        "containers",
        "log-shipper",
        "echo 'no collector answers at logs.example:24224'; sleep 3; exit 3");

    product.alertFires();
    JsonNode task = awaitTaskOfARelease("userTask_decideNextStep");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("CODE_DEPLOYMENT");
    assertThat(product.report())
        .contains(
            "log-shipper", "Error (exit code 3)", "“no collector answers at logs.example:24224”");
    String undo =
        "kubectl rollout undo deployment/dhakacart-backend -n %s --to-revision=1"
            .formatted(shop.namespace());
    assertThat(product.briefing(task)).contains("may not add, remove or rename a container", undo);
    TestCluster.shell(undo);
    shop.awaitRollout();
    product.decide(
        task, "senior", Map.of("decision", "KEEP_WATCHING", "reason", "Rolled back by hand."));
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A sidecar."));
    assertThat(product.word("outcome")).as(() -> product.report()).startsWith("RECOVERED");
  }

  @Test
  void containerBeforeTheBackendFails_itIsNamed_withItsExitCodeAndLastWords() {
    release("initContainers", "migrate", "echo 'schema 41 is newer than this release'; exit 7");

    product.alertFires();
    JsonNode task = awaitTaskOfARelease("userTask_decideNextStep");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("CODE_DEPLOYMENT");
    assertThat(product.briefing(task)).contains("kubectl rollout undo");
    assertThat(product.report())
        .contains("migrate", "Error (exit code 7)", "“schema 41 is newer than this release”");
  }

  /** One bad release: its rollback has no effect, then is forbidden, and then is undone. */
  @Test
  void rollbackThatCannotTakeEffect_isNotAskedFor_andOneThatIsUndoneIsNoticed() {
    String good = shop.image();
    shop.rollOutBadRelease();
    String bad = shop.image();
    shop.kubectl("rollout", "pause", Shop.BACKEND);
    monitoring.awaitErrorRatioOver(0.08);

    product.alertFires();
    JsonNode paused = product.awaitTask("userTask_decideNextStep");
    assertThat(product.briefing(paused))
        .contains("is paused", "kubectl rollout resume deployment/dhakacart-backend");

    shop.kubectl("rollout", "resume", Shop.BACKEND);
    TestCluster.apply(FREEZE.formatted(shop.namespace()));
    try {
      awaitFrozen();
      tryTheReleaseAgain(paused);
      JsonNode frozen = product.awaitTaskAfter(paused, "userTask_decideNextStep");
      assertThat(product.briefing(frozen))
          .contains("Templates are frozen until Monday by the change board");
      assertThat(shop.image()).isEqualTo(bad);
      thaw();
      awaitThawed();
      tryTheReleaseAgain(frozen);
    } finally {
      thaw();
    }

    product.awaitTask("userTask_approveChange");
    product.approve();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(shop.image()).isEqualTo(good));
    Instant reverted = Instant.now();
    shop.kubectl("set", "image", Shop.BACKEND, "backend=" + bad, "--field-manager=night-script");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(product.pages())
                    .as("told since %s", reverted)
                    .anySatisfy(
                        it -> assertThat(it).contains("does not stand any more", "night-script")));
    assertThat(product.report()).contains("written over by night-script");
  }

  /**
   * Somebody pushes another image under the tag that runs, and the pods are restarted. The command
   * that the task shows is typed as it stands. {@code CLUSTER} is the tool that gives images to the
   * cluster, as for {@code src/test/cluster/images}.
   */
  @Test
  @EnabledIfEnvironmentVariable(named = "CLUSTER", matches = ".+")
  void anotherImageIsPushedUnderTheSameTag_theTaskShowsWhatPinsTheOneBefore() throws Exception {
    String moving = BACKEND_IMAGE + ":" + shop.namespace();
    push(moving, "v1");
    firstRelease(moving);
    product.close();
    startProduct("runbook.watch.first-after=1s", "runbook.watch.every=10s");
    awaitARoundOfTheWatch();
    push(moving, "v2-bad");
    shop.kubectl("rollout", "restart", Shop.BACKEND);
    shop.awaitRollout();
    monitoring.awaitErrorRatioOver(0.08);

    product.alertFires();
    JsonNode task = product.awaitTask("userTask_decideNextStep");

    assertThat(product.word("cause")).as(() -> product.report()).isEqualTo("CODE_DEPLOYMENT");
    String said = product.briefing(task).replace("\\n", "\n");
    assertThat(said).contains("digest before sha256:", "digest now sha256:");
    String pins =
        said.substring(said.indexOf("kubectl set image deployment/dhakacart-backend"))
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceFirst("( -n [a-z0-9-]+).*", "$1");
    TestCluster.shell(pins);
    shop.awaitRollout();
    product.decide(
        task, "senior", Map.of("decision", "KEEP_WATCHING", "reason", "It is pinned now."));
    product.decide("userTask_recordRootCause", "oncall", Map.of("rootCause", "A moved tag."));
    assertThat(product.word("outcome")).as(() -> product.report()).startsWith("RECOVERED");
  }

  /** Deployed once, and no release since: the tag alone moves. */
  private static void firstRelease(String image) {
    shop.kubectl("delete", "--wait", Shop.BACKEND);
    TestCluster.apply(
        shop.namespace(),
        Shop.manifest("backend.yaml")
            .replace(
                "image: " + BACKEND_IMAGE + ":v1",
                "image: " + image + "\n          imagePullPolicy: Always"));
    shop.awaitRollout();
    assertThat(shop.image()).isEqualTo(image);
  }

  private void awaitARoundOfTheWatch() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                product
                    .call("GET", "/actuator/prometheus", "admin", null)
                    .body()
                    .lines()
                    .filter(it -> it.startsWith("runbook_watch_rounds_seconds_count"))
                    .anyMatch(it -> !it.endsWith(" 0")));
  }

  private void push(String name, String release) throws Exception {
    Path context = Files.createDirectory(shop.folder().resolve("image-" + release));
    Path dockerfile =
        Files.writeString(
            context.resolve("Dockerfile"), "FROM " + BACKEND_IMAGE + ":" + release + "\n");
    try {
      TestCluster.shell("$CLUSTER image %s %s".formatted(name, context));
    } finally {
      Files.delete(dockerfile);
      Files.delete(context);
    }
  }

  /** A new revision with one container more. */
  private void release(String kind, String name, String script) {
    shop.kubectl(
        "patch",
        Shop.BACKEND,
        "--patch={\"spec\":{\"template\":{\"spec\":{\"%s\":[{\"name\":\"%s\",\"image\":\"%s\",\"command\":[\"sh\",\"-c\",\"%s\"]}]}}}}"
            .formatted(kind, name, TestCluster.image("image", "busybox:1.36"), script));
    await(name + " has died")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> !shop.containers("lastState.terminated.exitCode").isEmpty());
  }

  private void tryTheReleaseAgain(JsonNode task) {
    product.decide(
        task,
        "senior",
        Map.of("decision", "TRY_ANOTHER_CAUSE", "cause", "CODE_DEPLOYMENT", "reason", "Now."));
  }

  private void awaitFrozen() {
    awaitPolicy(true);
  }

  private void awaitThawed() {
    awaitPolicy(false);
  }

  /** A policy takes hold, and lets go, some seconds after it is written. */
  private void awaitPolicy(boolean denies) {
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                TestCluster.shell(
                            "kubectl -n %s set image %s backend=frozen:test --dry-run=server 2>&1 || true"
                                .formatted(shop.namespace(), Shop.BACKEND))
                        .contains("change board")
                    == denies);
  }

  private void thaw() {
    for (String kind : new String[] {"policybinding", "policy"}) {
      TestCluster.kubectl(
          "default",
          "delete",
          "validatingadmission" + kind,
          "freeze-" + shop.namespace(),
          "--ignore-not-found");
    }
  }
}
