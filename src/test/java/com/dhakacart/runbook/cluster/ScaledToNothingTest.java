package com.dhakacart.runbook.cluster;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static com.dhakacart.runbook.cluster.StubApiServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Obstacle;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Deployment at 0 may be left there on purpose: by whom is found out before anybody scales it.
 */
class ScaledToNothingTest {

  private static final String IN = "/namespaces/dhakacart/";
  private static final String APPS = "/apis/apps/v1" + IN;
  private static final String CORE = "/api/v1" + IN;
  private static final String ROLLOUTS = "/apis/argoproj.io/v1alpha1" + IN + "rollouts";
  private static final String SCALED_OBJECTS = "/apis/keda.sh/v1alpha1" + IN + "scaledobjects";
  private static final String AUTOSCALERS =
      "/apis/autoscaling/v2" + IN + "horizontalpodautoscalers";
  private static final String SCALE_BY_HAND = "kubectl scale deployment/shop -n dhakacart";
  private static final String OF_SHOP =
      "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"shop\"}";

  private StubApiServer server;
  private ClusterAdapters cluster;

  @BeforeEach
  void start() throws IOException {
    server = new StubApiServer();
    cluster = new ClusterAdapters(ClusterAdapters.at(server.url(), "dhakacart"));
    server.on("GET", APPS + "deployments/shop", json(200, deployment("kubectl-scale")));
    list(APPS + "replicasets");
    for (String none : List.of("resourcequotas", "limitranges", "pods", "services")) {
      list(CORE + none);
    }
    list("/api/v1/nodes");
    list(AUTOSCALERS);
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  @Test
  void nobodyKeepsItThere_itIsScaledByHand() {
    assertThat(ofRestart()).contains("is scaled to 0", "scale it first: " + SCALE_BY_HAND);
    assertThat(against(ChangeKind.SCALE_OUT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"workloadRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"shop\"}}",
        "{\"workloadRef\":{\"name\":\"shop\"}}"
      })
  void argoRolloutTookItsTemplate_itsOwnUndoIsSaid_whateverItsName(String spec) {
    list(
        ROLLOUTS,
        "{\"metadata\":{\"name\":\"other\"},\"spec\":{\"workloadRef\":{\"kind\":\"Deployment\",\"name\":\"x\"}}}",
        "{\"metadata\":{\"name\":\"shop-rollout\"},\"spec\":%s}".formatted(spec));

    assertIsLeftTo(
        "Argo Rollout shop-rollout", "kubectl argo rollouts undo shop-rollout -n dhakacart");
  }

  @Test
  void argoRolloutOfItsName_withATemplateOfItsOwn_standsInItsPlace() {
    server.on(
        "GET",
        ROLLOUTS + "/shop",
        json(200, "{\"metadata\":{\"name\":\"shop\"},\"spec\":{\"template\":{}}}"));
    server.on("GET", ROLLOUTS, refusal(403, "Forbidden", "may get, and not list"));

    assertIsLeftTo("Argo Rollout shop", "kubectl argo rollouts undo shop -n dhakacart");
  }

  @Test
  void flaggerServesByAnother_itIsThatWhichIsChanged() {
    server.on(
        "GET",
        APPS + "deployments/shop-primary",
        json(
            200,
            """
            {"metadata":{"name":"shop-primary","ownerReferences":[
             {"apiVersion":"flagger.app/v1beta1","kind":"Canary","name":"web","controller":true}]}}"""));

    assertIsLeftTo(
        "Flagger (Canary web)", "kubectl rollout undo deployment/shop-primary -n dhakacart");
  }

  @Test
  void deploymentIsCalledLikeFlaggersAndIsAnybodys_itIsNobodyInItsPlace() {
    server.on(
        "GET",
        APPS + "deployments/shop-primary",
        json(200, "{\"metadata\":{\"name\":\"shop-primary\"}}"));

    assertThat(ofRestart()).contains(SCALE_BY_HAND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "minReplicaCount":0,                      |                                          | '{"spec":{"minReplicaCount":1}}'
                                                    |                                          | '{"spec":{"minReplicaCount":1}}'
          "minReplicaCount":2,"idleReplicaCount":0, |                                          | '{"spec":{"idleReplicaCount":null}}'
          "minReplicaCount":2,                      | "autoscaling.keda.sh/paused-replicas":"0" | autoscaling.keda.sh/paused-replicas-
          "minReplicaCount":2,                      | "autoscaling.keda.sh/paused":"true"       | autoscaling.keda.sh/paused-
          """)
  void kedaKeepsItThere_itIsToldToLetItGo(String spec, String annotations, String command) {
    scaledObject(spec, annotations);

    assertIsLeftTo("KEDA (ScaledObject web)", command);
  }

  @Test
  void kedaKeepsPods_itIsNotKedaThatKeepsItThere() {
    scaledObject("\"minReplicaCount\":2,", "\"autoscaling.keda.sh/paused-replicas\":\"2\"");

    assertThat(ofRestart()).contains(SCALE_BY_HAND).doesNotContain("KEDA");
  }

  @Test
  void autoscalerMayScaleToNothing_itsMinimumIsRaisedFirst() {
    list(
        AUTOSCALERS,
        "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"minReplicas\":0,\"scaleTargetRef\":%s}}"
            .formatted(OF_SHOP));

    assertIsLeftTo(
        "horizontalpodautoscaler.autoscaling/web",
        "kubectl patch hpa web -n dhakacart --type=merge -p '{\"spec\":{\"minReplicas\":1}}'");
  }

  @Test
  void podsOfOthersServeBehindItsService_itIsThoseThatAreChanged() {
    othersServe(5);

    assertThat(ofRestart())
        .contains(
            "serve behind service/shop-service in its place (blue-0 (ReplicaSet blue)",
            "blue-2 (ReplicaSet blue) and 2 more)",
            "change what made those")
        .doesNotContain("kubectl scale");
    assertThat(against(ChangeKind.SCALE_OUT)).singleElement().matches(Obstacle::forbids);
  }

  @Test
  void somebodyCannotBeAsked_itIsNotSaidToBeNobody() {
    server.on(
        "GET",
        ROLLOUTS,
        refusal(403, "Forbidden", "rollouts.argoproj.io is forbidden: User cannot list"));
    server.on("GET", SCALED_OBJECTS, refusal(500, "InternalError", "etcd is away"));
    server.on("GET", CORE + "services", refusal(403, "Forbidden", "services is forbidden"));

    assertThat(ofRestart())
        .contains(
            "could not be asked of an Argo Rollout of another name (rollouts.argoproj.io is forbidden",
            "KEDA (",
            "etcd is away",
            "whoever serves behind its Service (",
            "find out first; where nobody keeps it there, scale it: " + SCALE_BY_HAND);
    assertThat(against(ChangeKind.SCALE_OUT))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isFalse())
        .satisfies(it -> assertThat(it.what()).contains("could not be asked of an Argo Rollout"));
  }

  @Test
  void controllerWroteTheReplicas_itIsNamedBeforeAnybodyScales() {
    server.on("GET", APPS + "deployments/shop", json(200, deployment("nightly-saver")));

    assertThat(ofRestart())
        .contains(
            "nightly-saver wrote its replicas last (at 2026-11-23T20:00:00Z)",
            "where nobody keeps it there, scale it: " + SCALE_BY_HAND);
  }

  /** Restarting it has no effect, and scaling it would do harm. */
  private void assertIsLeftTo(String whom, String command) {
    assertThat(ofRestart()).contains(whom, command).doesNotContain("--replicas=NUMBER");
    assertThat(against(ChangeKind.SCALE_OUT))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isTrue())
        .satisfies(it -> assertThat(it.what()).contains(whom, command));
  }

  private String ofRestart() {
    List<Obstacle> obstacles = against(ChangeKind.RESTART);
    assertThat(obstacles).filteredOn(Obstacle::forbids).hasSize(1);
    return obstacles.stream().filter(Obstacle::forbids).findFirst().orElseThrow().what();
  }

  private List<Obstacle> against(ChangeKind kind) {
    String patch =
        kind == ChangeKind.SCALE_OUT
            ? "{\"spec\":{\"replicas\":6}}"
            : "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"restartedAt\":\"now\"}}}}}";
    Answer<List<Obstacle>> answer =
        cluster
            .view()
            .obstacles(
                new Change(
                    "1-x",
                    kind,
                    "dhakacart",
                    "deployments",
                    "shop",
                    "application/strategic-merge-patch+json",
                    patch,
                    "{}",
                    "kubectl",
                    "kubectl",
                    "",
                    true,
                    "",
                    false,
                    null));
    assertThat(answer.unknownBecause()).isNull();
    return answer.value();
  }

  private static String deployment(String manager) {
    return """
    {"apiVersion":"apps/v1","kind":"Deployment",
     "metadata":{"name":"shop","namespace":"dhakacart","uid":"d","managedFields":[
      {"manager":"%s","operation":"Update","subresource":"scale","time":"2026-11-23T20:00:00Z",
       "fieldsV1":{"f:spec":{"f:replicas":{}}}}]},
     "spec":{"replicas":0,"selector":{"matchLabels":{"app":"shop"}},
      "template":{"metadata":{"labels":{"app":"shop"}},
       "spec":{"containers":[{"name":"backend","image":"shop:1"}]}}}}"""
        .formatted(manager);
  }

  private void scaledObject(String spec, String annotations) {
    list(
        SCALED_OBJECTS,
        "{\"metadata\":{\"name\":\"other\"},\"spec\":{\"scaleTargetRef\":{\"kind\":\"StatefulSet\",\"name\":\"shop\"}}}",
        "{\"metadata\":{\"name\":\"web\",\"annotations\":{%s}},\"spec\":{%s\"scaleTargetRef\":{\"name\":\"shop\"}}}"
            .formatted(annotations == null ? "" : annotations, spec == null ? "" : spec));
  }

  private void othersServe(int count) {
    list(
        CORE + "services",
        "{\"metadata\":{\"name\":\"shop-service\",\"namespace\":\"dhakacart\"},\"spec\":{\"selector\":{\"app\":\"shop\"}}}");
    list(
        "/apis/discovery.k8s.io/v1" + IN + "endpointslices",
        "{\"metadata\":{\"name\":\"s1\",\"labels\":{\"kubernetes.io/service-name\":\"shop-service\"}},\"endpoints\":[%s]}"
            .formatted(
                forEach(
                    count,
                    "{\"addresses\":[\"10.0.0.1\"],\"conditions\":{\"ready\":true},\"targetRef\":{\"kind\":\"Pod\",\"name\":\"blue-%d\"}}")));
    list(
        CORE + "pods",
        forEach(
            count,
            """
            {"metadata":{"name":"blue-%d","namespace":"dhakacart","labels":{"app":"shop"},"ownerReferences":[
             {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"blue","uid":"b","controller":true}]}}"""));
  }

  private static String forEach(int count, String item) {
    return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(","));
  }

  private void list(String path, String... items) {
    server.on(
        "GET",
        path,
        json(
            200,
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"metadata\":{},\"items\":[%s]}"
                .formatted(String.join(",", items))));
  }
}
