package com.dhakacart.runbook.cluster.changing;

import static com.dhakacart.runbook.cluster.StubApiServer.answering;
import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static com.dhakacart.runbook.cluster.StubApiServer.patched;
import static com.dhakacart.runbook.cluster.StubApiServer.refusal;
import static com.dhakacart.runbook.fixtures.DhakaCart.BACKEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.cluster.ClusterAdapters;
import com.dhakacart.runbook.cluster.Patches;
import com.dhakacart.runbook.cluster.StubApiServer;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Reversal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cluster whose policies change what they are asked to admit (Kyverno's mutate rules,
 * Gatekeeper's Assign, MutatingAdmissionPolicy, webhooks): its answer is a success, and its object
 * another.
 */
class MutatingPolicyTest {

  private static final String NAMESPACE = "/apis/apps/v1/namespaces/dhakacart/";
  private static final String DEPLOYMENT = NAMESPACE + "deployments/dhakacart-backend";
  private static final String AUTOSCALERS =
      "/apis/autoscaling/v2/namespaces/dhakacart/horizontalpodautoscalers";
  private static final String FEATURES = "/api/v1/namespaces/dhakacart/configmaps/backend-features";
  private static final String INCIDENT = "DhakaCartHighErrorRate-1";

  private StubApiServer api;
  private ClusterAdapters adapters;

  @BeforeEach
  void start() throws IOException {
    api = new StubApiServer();
    adapters = new ClusterAdapters(ClusterAdapters.at(api.url(), "dhakacart"));
    on(DEPLOYMENT, deployment());
    api.on("GET", AUTOSCALERS, json(200, "{\"items\":[]}"));
    on(DEPLOYMENT + "/scale", SCALE);
    api.on("GET", NAMESPACE + "replicasets", json(200, REPLICA_SETS));
    on(FEATURES, CONFIG_MAP);
  }

  @AfterEach
  void stop() {
    adapters.close();
    api.close();
  }

  /** Each kind of change, by its words in the plan. */
  enum Asked {
    RESTART(DEPLOYMENT, "restartedAt: none instead of") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planRestart(BACKEND, "1-restart");
      }
    },
    PROBE(DEPLOYMENT, "spec.strategy.rollingUpdate.maxSurge: 25% instead of 1") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planProbe(BACKEND, "1").changes().get(0);
      }
    },
    ROLL_BACK(
        DEPLOYMENT,
        "containers[backend].image: dhakacart/backend:v2 instead of dhakacart/backend:v1") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planRollBack(BACKEND, "1-roll-back");
      }
    },
    RAISE_LIMITS(DEPLOYMENT, "limits.memory: 512Mi instead of 1Gi") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planLimits(BACKEND, Map.of("memory", "1Gi"), "1-limits").get(0);
      }
    },
    SCALE(DEPLOYMENT + "/scale", "spec.replicas: 3 instead of 6") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planReplicas(BACKEND, 6, "1-scale").get(0);
      }
    },
    RAISE_AUTOSCALER(AUTOSCALERS + "/backend", "spec.minReplicas: 2 instead of 6") {
      @Override
      void prepare(StubApiServer api) {
        api.on("GET", AUTOSCALERS, json(200, "{\"items\":[" + AUTOSCALER + "]}"));
        on(api, AUTOSCALERS + "/backend", AUTOSCALER);
      }

      @Override
      Change of(ClusterChanges changes) {
        return changes.planReplicas(BACKEND, 6, "1-scale").get(0);
      }
    },
    DEGRADE(FEATURES, "data.RECOMMENDATIONS as it was") {
      @Override
      Change of(ClusterChanges changes) {
        return changes.planDegradation(
            BACKEND,
            "configmaps",
            "backend-features",
            "{\"data\":{\"RECOMMENDATIONS\":\"off\"}}",
            "1-degrade");
      }
    };

    private final String path;
    private final String instead;

    Asked(String path, String instead) {
      this.path = path;
      this.instead = instead;
    }

    void prepare(StubApiServer api) {}

    abstract Change of(ClusterChanges changes);
  }

  static Stream<Asked> everyKind() {
    return Stream.of(Asked.values());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void policyTakesItOutAgain_itIsNotAskedFor_andWhatItMakesOfItIsNamed(Asked asked) {
    asked.prepare(api);
    assertThat(asked.of(adapters.changes()).warnings()).as("without a policy").isEmpty();
    takesOut(asked);

    assertDenied(
        () -> asked.of(adapters.changes()),
        asked.instead,
        "mutating policy or webhook",
        "ask who owns that one",
        "kubectl ");
  }

  /** What is not tried, for want of a dry run, or since the policy is younger than the plan. */
  @ParameterizedTest
  @MethodSource("everyKind")
  void policyTakesItOutAsItIsWritten_itNeverTookEffect_andNobodyWroteOverIt(Asked asked) {
    asked.prepare(api);
    Change change = asked.of(adapters.changes());
    takesOut(asked);

    AppliedChange made = adapters.changes().apply(new Approved(change, INCIDENT));

    assertThat(made.takenOut()).contains(asked.instead);
    assertThat(Reversal.atOnce(change.id(), made.takenOut()).inWords())
        .contains("never took effect", asked.instead)
        .doesNotContain("written over");
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void noPolicy_itTakesEffect(Asked asked) {
    asked.prepare(api);
    AppliedChange made =
        adapters.changes().apply(new Approved(asked.of(adapters.changes()), INCIDENT));
    assertThat(made.takenOut()).isNull();
    assertThat(made.result()).doesNotContain("instead");
  }

  @Test
  void policyCapsTheLimits_whatItLeavesIsAskedFor_andStands() {
    admits(DEPLOYMENT, deployment(), it -> limits(it).put("memory", "768Mi"));

    Change change = Asked.RAISE_LIMITS.of(adapters.changes());

    assertThat(change.patch()).contains("768Mi").doesNotContain("1Gi");
    assertThat(change.diff()).contains("768Mi");
    assertThat(change.warnings())
        .singleElement()
        .asString()
        .contains("limits.memory: 768Mi instead of 1Gi", "ask who owns that one");
    AppliedChange made = adapters.changes().apply(new Approved(change, INCIDENT));
    assertThat(made.result()).endsWith("patched");
    assertThat(standsAs(deployment().replace("512Mi", "768Mi"), made)).isEmpty();
  }

  @Test
  void policyThatCapsTheLimitsCannotBeTried_whatItLeftIsInEffect() {
    api.on("PATCH", DEPLOYMENT, refusal(400, "BadRequest", "webhook does not support dry run"));
    Change change = Asked.RAISE_LIMITS.of(adapters.changes());
    admits(DEPLOYMENT, deployment(), it -> limits(it).put("memory", "768Mi"));

    AppliedChange made = adapters.changes().apply(new Approved(change, INCIDENT));

    assertThat(made.takenOut()).isNull();
    assertThat(made.result())
        .endsWith(
            "the cluster made spec.template.spec.containers[backend].resources.limits.memory: 768Mi instead of 1Gi");
    assertThat(standsAs(deployment().replace("512Mi", "768Mi"), made)).isEmpty();
    assertThat(standsAs(deployment(), made)).as("somebody took that back").hasSize(1);
  }

  /** Nothing is ever made smaller in the middle of an incident, whoever does it. */
  @Test
  void policyWouldLowerTheLimitThatIsToBeRaised_itIsNotAskedFor() {
    admits(DEPLOYMENT, deployment(), it -> limits(it).put("memory", "256Mi"));
    assertDenied(() -> Asked.RAISE_LIMITS.of(adapters.changes()), "256Mi instead of 1Gi");
  }

  @Test
  void policyLeavesTheStrategyOfAProbe_thatIsNoProbe() {
    admits(
        DEPLOYMENT,
        deployment(),
        it -> it.withObject("/spec/strategy/rollingUpdate").put("maxSurge", "25%"));
    assertDenied(() -> Asked.PROBE.of(adapters.changes()), "maxSurge: 25% instead of 1");
  }

  /** The annotations of the release before come back, and its image does not. */
  @Test
  void policyPutsTheImageBackInto_aRollback_thatIsNoRollback() {
    admits(
        DEPLOYMENT,
        deployment(),
        it ->
            ((ObjectNode) it.at("/spec/template/spec/containers/0"))
                .put("image", "dhakacart/backend:v2"));
    assertDenied(() -> Asked.ROLL_BACK.of(adapters.changes()), "backend:v2 instead of");
  }

  /** As a real API server does: another way to write an amount, defaults, keys in any order. */
  @Test
  void serverWritesTheSameInItsOwnWay_thatIsNoPolicy() {
    admits(
        DEPLOYMENT,
        deployment(),
        it -> {
          limits(it).put("memory", "1Gi").put("cpu", "1");
          ObjectNode container = (ObjectNode) it.at("/spec/template/spec/containers/0");
          container.put("terminationMessagePath", "/dev/termination-log");
          container.withObjectProperty("resources").withObjectProperty("requests").put("cpu", "1");
          it.withObject("/spec").put("progressDeadlineSeconds", 600);
        });
    Change change =
        adapters
            .changes()
            .planLimits(BACKEND, Map.of("memory", "1024Mi", "cpu", "1000m"), "1-limits")
            .get(0);
    assertThat(change.warnings()).isEmpty();
    assertThat(change.patch()).contains("1024Mi", "1000m");
    assertThat(adapters.changes().apply(new Approved(change, INCIDENT)).result())
        .endsWith("patched");
  }

  /** A merge patch replaces lists whole, and the server writes its defaults into the new one. */
  @Test
  void degradationWritesAListAnew_theServersDefaultsInIt_areNoPolicy() {
    String before =
        deployment()
            .replace("\"name\":\"backend\"", "\"name\":\"backend\",\"imagePullPolicy\":\"Always\"");
    api.on("GET", DEPLOYMENT, json(200, before));
    admits(
        DEPLOYMENT,
        before,
        it ->
            ((ObjectNode) it.at("/spec/template/spec/containers/0"))
                .put("imagePullPolicy", "Always"));
    Change change =
        adapters
            .changes()
            .planDegradation(
                BACKEND,
                "deployments",
                "dhakacart-backend",
                """
                {"spec":{"template":{"spec":{"containers":[{"name":"backend",
                "image":"dhakacart/backend:v2","resources":{"limits":{"memory":"512Mi","cpu":"500m"}},
                "env":[{"name":"RECOMMENDATIONS","value":"off"}]}]}}}}""",
                "1-degrade");
    assertThat(change.warnings()).isEmpty();
    assertThat(change.patch()).doesNotContain("imagePullPolicy");
  }

  /** Such as a sidecar in every template, or a label: what was asked for is there. */
  @Test
  void policyAddsSomethingOfItsOwn_thatIsNoneOfOurBusiness() {
    admits(
        DEPLOYMENT,
        deployment(),
        it -> {
          it.withObject("/spec/template/spec")
              .withArrayProperty("containers")
              .insertObject(0)
              .put("name", "proxy");
          it.withObject("/metadata/labels").put("seen-by", "policy");
        });
    assertThat(Asked.RAISE_LIMITS.of(adapters.changes()).warnings()).isEmpty();
    assertThat(Asked.ROLL_BACK.of(adapters.changes()).warnings()).isEmpty();
  }

  @Test
  void serverWarnsInTheDryRun_thatIsSaidBeforeAnybodyApproves() {
    api.on(
        "PATCH",
        DEPLOYMENT,
        patched(deployment())
            .warning(
                "299 - \"would violate PodSecurity \\\"restricted:latest\\\": runAsNonRoot != true\"",
                "299 kube-apiserver \"one\", 299 - \"two\""));
    assertThat(Asked.RESTART.of(adapters.changes()).warnings())
        .containsExactly(
            "The API server warns: would violate PodSecurity \"restricted:latest\": runAsNonRoot != true",
            "The API server warns: one",
            "The API server warns: two");
  }

  private List<Reversal> standsAs(String live, AppliedChange made) {
    api.on("GET", DEPLOYMENT, json(200, live));
    return adapters.view().reversed(List.of(made.change())).value();
  }

  private void takesOut(Asked asked) {
    String live = api.answerTo("GET", asked.path);
    api.on("PATCH", asked.path, json(200, live));
  }

  /** What the patch asks for, and then what the policy makes of it. */
  private void admits(String path, String live, Consumer<ObjectNode> policy) {
    api.on(
        "PATCH",
        path,
        answering(
            (type, patch) -> {
              JsonNode after = Patches.applied(Patches.parse(live), type, Patches.parse(patch));
              policy.accept((ObjectNode) after);
              return after.toString();
            }));
  }

  private static void assertDenied(ThrowingCallable planning, String... words) {
    assertThatExceptionOfType(ChangeDenied.class)
        .isThrownBy(planning)
        .satisfies(it -> assertThat(it.getMessage()).contains(words));
  }

  private static ObjectNode limits(ObjectNode deployment) {
    return (ObjectNode) deployment.at("/spec/template/spec/containers").findValue("limits");
  }

  private void on(String path, String object) {
    on(api, path, object);
  }

  private static void on(StubApiServer api, String path, String object) {
    api.on("GET", path, json(200, object)).on("PATCH", path, patched(object));
  }

  private static String deployment() {
    return """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"dhakacart-backend",
        "namespace":"dhakacart","uid":"d","resourceVersion":"7",
        "annotations":{"deployment.kubernetes.io/revision":"2","kubernetes.io/change-cause":"v2"}},
        "spec":{"replicas":3,"selector":{"matchLabels":{"app":"b"}},
        "strategy":{"type":"RollingUpdate",
        "rollingUpdate":{"maxSurge":"25%%","maxUnavailable":"25%%"}},
        "template":%s}}
        """
        .formatted(template("v2"));
  }

  private static String template(String tag) {
    return """
        {"metadata":{"labels":{"app":"b"}},"spec":{
        "containers":[{"name":"backend","image":"dhakacart/backend:%s",
        "resources":{"limits":{"memory":"512Mi","cpu":"500m"}}}]}}"""
        .formatted(tag);
  }

  private static final String REPLICA_SETS =
      "{\"items\":[%s,%s]}".formatted(replicaSet(1), replicaSet(2));

  private static String replicaSet(int revision) {
    return """
        {"metadata":{"name":"rs-%1$d","uid":"r%1$d","creationTimestamp":"2026-01-0%1$dT00:00:00Z",
        "annotations":{"deployment.kubernetes.io/revision":"%1$d",
        "kubernetes.io/change-cause":"v%1$d"},
        "ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"dhakacart-backend",
        "uid":"d","controller":true}]},"spec":{"template":%2$s}}"""
        .formatted(revision, template("v" + revision));
  }

  private static final String SCALE =
      """
      {"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"dhakacart-backend",
      "namespace":"dhakacart","resourceVersion":"7"},"spec":{"replicas":3}}""";

  private static final String AUTOSCALER =
      """
      {"metadata":{"name":"backend","namespace":"dhakacart","resourceVersion":"7"},
      "spec":{"minReplicas":2,"maxReplicas":8,
      "scaleTargetRef":{"kind":"Deployment","name":"dhakacart-backend"}}}""";

  private static final String CONFIG_MAP =
      """
      {"kind":"ConfigMap","metadata":{"name":"backend-features","namespace":"dhakacart",
      "resourceVersion":"7"},"data":{"RECOMMENDATIONS":"on"}}""";
}
