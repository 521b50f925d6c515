package com.dhakacart.runbook.cluster.changing;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static com.dhakacart.runbook.cluster.StubApiServer.patched;
import static com.dhakacart.runbook.cluster.StubApiServer.refusal;
import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.cluster.ClusterAdapters;
import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.NotChangeable;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.StubApiServer;
import com.dhakacart.runbook.cluster.Templates;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the API server does not do as it is asked. */
class KubernetesClusterChangesTest {

  private static final String DEPLOYMENT =
      "/apis/apps/v1/namespaces/dhakacart/deployments/dhakacart-backend";
  private static final String REPLICA_SETS = "/apis/apps/v1/namespaces/dhakacart/replicasets";
  private static final String AUTOSCALERS =
      "/apis/autoscaling/v2/namespaces/dhakacart/horizontalpodautoscalers";
  private static final String INCIDENT = "DhakaCartHighErrorRate-1";

  private StubApiServer api;
  private ClusterAdapters adapters;

  @BeforeEach
  void start() throws IOException {
    api = new StubApiServer();
    adapters = new ClusterAdapters(ClusterAdapters.at(api.url(), "dhakacart"));
  }

  @AfterEach
  void stop() {
    adapters.close();
    api.close();
  }

  /** The last lock, should a start let one in: nothing is read of it, tried or written. */
  @ParameterizedTest
  @ValueSource(strings = {"dhakacart-backend?x=", "dhakacart-backend#", "..", "a/b", "a%2Fb"})
  void nameThatWouldEndThePath_isNeitherReadNorTried(String name) {
    Workload odd = new Workload(BACKEND.service(), "dhakacart", name, "backend", 5000, "backend");

    assertThatExceptionOfType(NotChangeable.class)
        .isThrownBy(() -> adapters.changes().planRestart(odd, "1-restart"))
        .withMessageContaining("can be no object of Kubernetes");
    assertThat(api.requests("GET")).isEmpty();
    assertThat(api.requests("PATCH")).isEmpty();
  }

  /** Of a plan as of a change: the words of a dry run inside of another parameter are none. */
  @Test
  void dryRun_isAParameterOfItsOwn() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on("PATCH", DEPLOYMENT, patched(deployment("7", "v1")));

    adapters.changes().planRestart(BACKEND, "1-restart");

    assertThat(api.requests("PATCH"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.query().split("&")).contains("dryRun=All"));
  }

  @Test
  void dryRunIsForbidden_planIsComputedHere() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on(
            "PATCH",
            DEPLOYMENT,
            refusal(
                403,
                "Forbidden",
                "deployments.apps \\\"dhakacart-backend\\\" is forbidden: User \\\"runbook\\\""
                    + " cannot patch resource \\\"deployments\\\""));

    Change change = adapters.changes().planRestart(BACKEND, "1-restart");

    assertThat(change.serverDiff()).isFalse();
    assertThat(change.diff()).contains("+        kubectl.kubernetes.io/restartedAt");
  }

  /** Not a missing right: nobody may, and so nobody must be asked. */
  @Test
  void policyDeniesTheDryRun_planIsRefusedWithItsWords() throws IOException {
    String denial = Files.readString(Path.of("src/test/resources/field/13-gatekeeper-denial.json"));
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on("PATCH", DEPLOYMENT, json(403, denial));

    assertThatExceptionOfType(ChangeDenied.class)
        .isThrownBy(
            () -> adapters.changes().planLimits(BACKEND, Map.of("memory", "1Gi"), "1-raise"))
        .withMessageContaining("higher than the maximum allowed of <768Mi>")
        .withMessageContaining("kubectl patch deployment");
  }

  @Test
  void releaseChangedTheEnvironmentOnly_rollBackGoesToTheRevisionBefore() throws IOException {
    JsonNode objects =
        Patches.parse(
                Files.readString(Path.of("src/test/resources/field/08-env-only-release.json")))
            .path("items");
    JsonNode restored = objects.get(0).deepCopy();
    ((ObjectNode) restored.path("spec"))
        .set("template", Templates.withoutHash(objects.get(1).at("/spec/template")));
    api.on("GET", DEPLOYMENT, json(200, objects.get(0).toString()))
        .on(
            "GET",
            REPLICA_SETS,
            json(200, "{\"items\":[%s,%s]}".formatted(objects.get(1), objects.get(2))))
        .on("PATCH", DEPLOYMENT, json(200, restored.toString()));

    Change rollBack = adapters.changes().planRollBack(BACKEND, "1-roll-back");

    assertThat(rollBack.command()).endsWith("--to-revision=1");
    assertThat(rollBack.diff()).contains("value: \"db-typo\"", "value: \"db\"");
    assertThat(rollBack.what()).containsExactly("spec.containers[backend].env[DB_HOST]");
  }

  /** A mesh puts its proxy before the container that serves, whose build it is that matters. */
  @Test
  void proxyStandsFirst_theBuildOfTheOneThatServesIsNamed_whereTheTagDecides() throws IOException {
    JsonNode objects =
        Patches.parse(
                Files.readString(Path.of("src/test/resources/field/08-env-only-release.json")))
            .path("items");
    JsonNode template = objects.get(0).at("/spec/template");
    ((ArrayNode) template.at("/spec/containers"))
        .insertObject(0)
        .put("name", "envoy")
        .put("image", "envoyproxy/envoy:v1.31");
    for (JsonNode replicaSet : List.of(objects.get(1), objects.get(2))) {
      ((ObjectNode) replicaSet.path("spec")).set("template", template.deepCopy());
    }
    ((ObjectNode) objects.get(1).at("/spec/template/metadata"))
        .putObject("annotations")
        .put("example.com/build", "1");
    api.on("GET", DEPLOYMENT, json(200, objects.get(0).toString()))
        .on(
            "GET",
            REPLICA_SETS,
            json(200, "{\"items\":[%s,%s]}".formatted(objects.get(1), objects.get(2))));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planRollBack(BACKEND, "1-roll-back"))
        .withMessageContaining("the tag decides")
        .withMessageContaining(" backend=")
        .withMessageNotContaining("envoy");
  }

  @Test
  void dryRunFindsItInvalid_planIsRefusedWithItsReason() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on("PATCH", DEPLOYMENT, refusal(422, "Invalid", "limits must not exceed the quota"));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planLimits(BACKEND, Map.of("memory", "1Gi"), "1"))
        .withMessageContaining("limits must not exceed the quota")
        .withMessageContaining("kubectl patch deployment");
  }

  @Test
  void somethingElseWroteInBetween_changeIsComparedAndSentAgainForTheNewVersion() {
    Change change = plannedRestart();
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")), json(200, deployment("8", "v1")))
        .on(
            "PATCH",
            DEPLOYMENT,
            refusal(409, "Conflict", "the object has been modified"),
            patched(deployment("8", "v1")));

    AppliedChange made = adapters.changes().apply(new Approved(change, INCIDENT));

    assertThat(made.repeated()).isFalse();
    assertThat(writes())
        .extracting(one -> Patches.parse(one).at("/metadata/resourceVersion").asText())
        .containsExactly("7", "8");
  }

  @Test
  void podsComeAndGo_statusIsWrittenAgainAndAgain_changeIsMadeAllTheSame() {
    Change change = plannedRestart();
    StubApiServer.Reply conflict = refusal(409, "Conflict", "the object has been modified");
    api.on(
        "PATCH",
        DEPLOYMENT,
        conflict,
        conflict,
        conflict,
        conflict,
        conflict,
        conflict,
        patched(deployment("7", "v1")));

    assertThat(adapters.changes().apply(new Approved(change, INCIDENT)).repeated()).isFalse();
  }

  @Test
  void templateChangedInBetween_isDriftInsteadOfASecondTry() {
    Change change = plannedRestart();
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")), json(200, deployment("8", "v2")))
        .on("PATCH", DEPLOYMENT, refusal(409, "Conflict", "the object has been modified"));

    assertThatExceptionOfType(ChangeDrifted.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)))
        .withMessageContaining("plan and approve it again");
    assertThat(writes()).hasSize(1);
  }

  @Test
  void conflictEachTime_clusterIsUnavailable() {
    Change change = plannedRestart();
    api.on("PATCH", DEPLOYMENT, refusal(409, "Conflict", "the object has been modified"));

    assertThatExceptionOfType(ClusterUnavailable.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)));
    assertThat(writes()).hasSize(11);
  }

  @Test
  void answerToTheWriteWasLost_theMarkIsFoundAndNothingIsSent() {
    Change change = plannedRestart();
    assertThat(adapters.view().isMade(change, INCIDENT).value()).isFalse();
    api.on(
        "GET",
        DEPLOYMENT,
        json(
            200,
            deployment("8", "v1")
                .replace(
                    "\"annotations\":{",
                    "\"annotations\":{\"runbook.dhakacart.com/changes\":"
                        + "\"other/1-restart@2026-01-01T00:00:00Z "
                        + INCIDENT
                        + "/1-restart@2026-01-02T00:00:00Z\",")));

    assertThat(adapters.view().isMade(change, INCIDENT).value()).isTrue();
    AppliedChange made = adapters.changes().apply(new Approved(change, INCIDENT));

    assertThat(made.repeated()).isTrue();
    assertThat(made.at()).isEqualTo("2026-01-02T00:00:00Z");
    assertThat(writes()).isEmpty();
  }

  @Test
  void clusterCannotBeAsked_whetherAChangeIsMadeIsUnknown() {
    Change change = plannedRestart();
    api.on("GET", DEPLOYMENT, refusal(503, "ServiceUnavailable", "etcd is away"));

    assertThat(adapters.view().isMade(change, INCIDENT).unknownBecause()).contains("etcd is away");
  }

  @Test
  void conditionOfARollBackFails_isTriedAgain_butAnInvalidOneIsRefused() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v2")))
        .on("GET", REPLICA_SETS, json(200, replicaSets()))
        .on("PATCH", DEPLOYMENT, json(200, deployment("7", "v1")));
    Change change = adapters.changes().planRollBack(BACKEND, "1-roll-back");
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v2")), json(200, deployment("8", "v2")))
        .on(
            "PATCH",
            DEPLOYMENT,
            refusal(422, "Invalid", "the server rejected our request due to an error"),
            refusal(422, "Invalid", "spec.template.spec.containers: Required value"));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)))
        .withMessageContaining("Required value")
        .withMessageContaining("kubectl rollout undo deployment/dhakacart-backend");
    assertThat(writes()).hasSize(2);
  }

  @Test
  void serverIsOverloaded_clusterIsUnavailable() {
    Change change = plannedRestart();
    api.on("PATCH", DEPLOYMENT, refusal(503, "ServiceUnavailable", "etcd has no leader"));

    assertThatExceptionOfType(ClusterUnavailable.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)))
        .withMessageContaining("etcd has no leader");
  }

  @Test
  void serverIsAway_clusterIsUnavailable() {
    Change change = plannedRestart();
    api.close();

    assertThatExceptionOfType(ClusterUnavailable.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)));
    assertThatExceptionOfType(ClusterUnavailable.class)
        .isThrownBy(() -> adapters.changes().planRestart(BACKEND, "2-restart"));
  }

  @Test
  void deploymentIsGone_changeIsRefusedWithTheCommand() {
    Change change = plannedRestart();
    api.on("GET", DEPLOYMENT, refusal(404, "NotFound", "deployments not found"));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().apply(new Approved(change, INCIDENT)))
        .withMessageContaining(change.command());
  }

  @Test
  void autoscalerMayNotBeSeen_scaleIsNotGuessed() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on("GET", AUTOSCALERS, refusal(403, "Forbidden", "cannot list"));

    assertThatExceptionOfType(ChangeRefused.class)
        .isThrownBy(() -> adapters.changes().planReplicas(BACKEND, 6, "1-scale-out"))
        .withMessageContaining("autoscaler")
        .withMessageContaining("kubectl scale deployment/dhakacart-backend --replicas=6");
  }

  @Test
  void digest_ignoresRestartsAndTheOrderOfFields() {
    String now = plannedRestart().digest();
    api.on(
        "GET",
        DEPLOYMENT,
        json(
            200,
            deployment("9", "v1")
                .replace(
                    "\"template\":{",
                    "\"template\":{\"metadata\":{\"annotations\":"
                        + "{\"kubectl.kubernetes.io/restartedAt\":\"2026-01-01T00:00:00Z\"}},")));

    assertThat(adapters.changes().planRestart(BACKEND, "2-restart").digest()).isEqualTo(now);
  }

  @Test
  void undoOfARestart_removesItsMark() {
    Change change = plannedRestart();

    assertThat(change.kind()).isEqualTo(ChangeKind.RESTART);
    assertThat(change.undoPatch())
        .isEqualTo(
            "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                + "{\"kubectl.kubernetes.io/restartedAt\":null}}}}}");
  }

  private Change plannedRestart() {
    api.on("GET", DEPLOYMENT, json(200, deployment("7", "v1")))
        .on("PATCH", DEPLOYMENT, patched(deployment("7", "v1")));
    return adapters.changes().planRestart(BACKEND, "1-restart");
  }

  private List<String> writes() {
    return api.requests("PATCH").stream()
        .filter(one -> !one.isDryRun())
        .map(StubApiServer.Request::body)
        .toList();
  }

  private static String deployment(String version, String tag) {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"dhakacart-backend",
        "namespace":"dhakacart","uid":"d","resourceVersion":"%s",
        "annotations":{"deployment.kubernetes.io/revision":"2"}},
        "spec":{"replicas":3,"selector":{"matchLabels":{"app":"b"}},"template":{"spec":{
        "containers":[{"name":"backend","image":"dhakacart/backend:%s",
        "resources":{"limits":{"memory":"512Mi","cpu":"500m"}}}]}}}}
        """
        .formatted(version, tag);
  }

  private static String replicaSets() {
    return """
        {"kind":"ReplicaSetList","apiVersion":"apps/v1","items":[%s,%s]}
        """
        .formatted(replicaSet(1, "v1"), replicaSet(2, "v2"));
  }

  private static String replicaSet(int revision, String tag) {
    return """
        {"metadata":{"name":"rs-%d","uid":"r%d","creationTimestamp":"2026-01-0%dT00:00:00Z",
        "annotations":{"deployment.kubernetes.io/revision":"%d"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"dhakacart-backend",
        "uid":"d","controller":true}]},
        "spec":{"template":{"metadata":{"labels":{"pod-template-hash":"%d"}},"spec":{
        "containers":[{"name":"backend","image":"dhakacart/backend:%s",
        "resources":{"limits":{"memory":"512Mi","cpu":"500m"}}}]}}}}
        """
        .formatted(revision, revision, revision, revision, revision, tag);
  }
}
