package com.dhakacart.runbook.cluster;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static com.dhakacart.runbook.cluster.StubApiServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Workload;
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

/** What stands around a Deployment in the field: others' pods, few nodes, other autoscalers. */
class ObjectsOfTheFieldTest {

  private static final Workload SHOP =
      new Workload("shop", "dhakacart", "shop", "backend", 5000, "shop");
  private static final String APPS = "/apis/apps/v1/namespaces/dhakacart/";
  private static final String CORE = "/api/v1/namespaces/dhakacart/";
  private static final String RESTART =
      "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"restartedAt\":\"now\"}}}}}";
  private static final String MORE_MEMORY =
      "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"backend\",\"resources\":{\"limits\":{\"memory\":\"1Gi\"}}}]}}}}";

  private StubApiServer server;
  private ClusterAdapters cluster;

  @BeforeEach
  void start() throws IOException {
    server = new StubApiServer();
    cluster = new ClusterAdapters(ClusterAdapters.at(server.url(), "dhakacart"));
    deployment("", "25%");
    list(APPS + "replicasets", "apps/v1", "ReplicaSet", "");
    pods(own("a"), own("b"));
    for (String none : List.of("resourcequotas", "limitranges")) {
      list(CORE + none, "v1", "X", "");
    }
    nodes(3);
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  // ---- pods of others

  @Test
  void canaryWearsTheSameLabels_itIsNamedBesideTheEndpoints_andIsNoPodOfTheService() {
    pods(own("a"), canary());
    service("{\"app\":\"shop\"}");
    slices(endpoint("shop-1-a", true) + "," + endpoint("shop-canary-7-b", false));

    assertThat(known(cluster.view().endpoints(SHOP)))
        .containsExactly(
            new ServiceEndpoints(
                "shop-service", 1, 1, List.of("shop-canary-7-b (ReplicaSet shop-canary-7)")));
    assertThat(known(cluster.view().pods(SHOP)))
        .extracting(PodState::name)
        .containsExactly("shop-1-a");
  }

  /** The Service selects more than the Deployment does: a list of their own is asked for. */
  @Test
  void podsOfAnotherKind_areFoundByTheServicesSelector() {
    service("{\"tier\":\"web\"}");
    slices(endpoint("shop-1-a", true) + "," + endpoint("legacy-0", true));
    list(
        CORE + "pods",
        "v1",
        "Pod",
        own("a") + "," + pod("legacy-0", "9", "StatefulSet", "legacy", "True"));

    assertThat(known(cluster.view().endpoints(SHOP)).get(0).ofOthers())
        .containsExactly("legacy-0 (StatefulSet legacy)");
  }

  @Test
  void onlyOwnPodsAnswer_nobodyElseIsNamed_whateverElseTheSlicesHold() {
    service("{\"app\":\"shop\"}");
    slices(
        endpoint("shop-1-a", true)
            + ",{\"addresses\":[\"10.0.0.9\"]},"
            + "{\"addresses\":null,\"conditions\":null,\"targetRef\":null}");

    assertThat(known(cluster.view().endpoints(SHOP)))
        .containsExactly(new ServiceEndpoints("shop-service", 2, 0));
  }

  // ---- places

  @ParameterizedTest
  @CsvSource({
    "kubernetes.io/hostname, 0, 3, true, true",
    "kubernetes.io/hostname, 1, 3, true, false",
    "kubernetes.io/hostname, 0, 4, false, false",
    "topology.kubernetes.io/zone, 0, 8, true, true"
  })
  void podsMayNotStandTogether_aRolloutNeedsAPlaceMore(
      String topology, String mayMiss, int nodes, boolean isSaid, boolean forbids) {
    deployment(apart(topology, ""), mayMiss);
    nodes(nodes);

    List<Obstacle> found = against(RESTART);

    assertThat(found).hasSize(isSaid ? 1 : 0);
    assertThat(found)
        .allSatisfy(it -> assertThat(it.forbids()).isEqualTo(forbids))
        .allSatisfy(
            it -> assertThat(it.what()).contains("may not stand together", topology, "of 4"));
  }

  @Test
  void podsOfTwoTemplatesMayStandTogether_nothingIsInTheWay() {
    deployment(apart("kubernetes.io/hostname", ",\"matchLabelKeys\":[\"pod-template-hash\"]"), "0");

    assertThat(against(RESTART)).isEmpty();
  }

  /** Where the fewest stand nobody may start, and elsewhere it would be one too many. */
  @ParameterizedTest
  @CsvSource({
    "cordoned, kubernetes.io/hostname, DoNotSchedule, 0, true, true",
    "cordoned, kubernetes.io/hostname, DoNotSchedule, 1, true, false",
    "cordoned, kubernetes.io/hostname, ScheduleAnyway, 0, false, false",
    "open, kubernetes.io/hostname, DoNotSchedule, 0, false, false",
    "open, rack, DoNotSchedule, 0, true, true"
  })
  void podsHaveToBeSpread_aRolloutNeedsAPlaceThatIsOpen(
      String last,
      String topology,
      String unsatisfied,
      String mayMiss,
      boolean isSaid,
      boolean no) {
    deployment(spread(topology, unsatisfied, ""), mayMiss);
    nodes(4, last.equals("cordoned"));
    pods(on("a", "n0"), on("b", "n1"), on("c", "n2"));

    List<Obstacle> found = against(RESTART);

    assertThat(found).hasSize(isSaid ? 1 : 0);
    assertThat(found)
        .allSatisfy(it -> assertThat(it.forbids()).isEqualTo(no))
        .allSatisfy(
            it ->
                assertThat(it.what()).contains("have to be spread", topology, "maxSkew 1", "of 4"));
  }

  @Test
  void podsStandOnTheNodeThatWasCordoned_theOthersMayTakeOneMoreEach() {
    deployment(spread("kubernetes.io/hostname", "DoNotSchedule", ""), "0");
    nodes(3, true);
    pods(on("a", "n0"), on("b", "n1"), on("c", "n2"));

    assertThat(against(RESTART)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {",\"matchLabelKeys\":[\"pod-template-hash\"]", ",\"nodeTaintsPolicy\":\"Honor\""})
  void whatIsClosedDoesNotCount_nothingIsInTheWay(String more) {
    deployment(spread("kubernetes.io/hostname", "DoNotSchedule", more), "0");
    nodes(4, true);
    pods(on("a", "n0"), on("b", "n1"), on("c", "n2"));

    assertThat(against(RESTART)).isEmpty();
  }

  @Test
  void fewerPlacesThanTheSpreadAsksFor_areNotAskedFor() {
    deployment(spread("topology.kubernetes.io/zone", "DoNotSchedule", ",\"minDomains\":5"), "0");
    nodes(6);

    assertThat(known(cluster.view().hindrances(SHOP, java.util.Map.of(), 6)))
        .singleElement()
        .asString()
        .contains("it asks for 5 of them, and there are 3", "places for 3 of 6");
  }

  @Test
  void morePodsThanPlaces_areNotAskedFor() {
    deployment(apart("kubernetes.io/hostname", ""), "0");

    assertThat(known(cluster.view().hindrances(SHOP, java.util.Map.of(), 6)))
        .singleElement()
        .asString()
        .contains("places for 3 of 6");
  }

  @Test
  void podFindsNoPlaceNow_itIsSaidThatANewOneMayFindNone() {
    pods(
        own("a"),
        own("b")
            .replace(
                "\"conditions\":[",
                "\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\",\"reason\":\"Unschedulable\",\"message\":\"0/3 nodes are available: 3 Insufficient memory.\"},"));

    assertThat(against(RESTART))
        .singleElement()
        .satisfies(it -> assertThat(it.forbids()).isFalse())
        .satisfies(it -> assertThat(it.what()).contains("3 Insufficient memory"));
  }

  // ---- others who write requests and limits

  @ParameterizedTest
  @CsvSource({"Auto, true", "Initial, true", "InPlaceOrRecreate, true", "Off, false"})
  void verticalAutoscalerWritesThePods_itIsNamed_whereLimitsChange(String mode, boolean isSaid) {
    list(
        "/apis/autoscaling.k8s.io/v1/namespaces/dhakacart/verticalpodautoscalers",
        "autoscaling.k8s.io/v1",
        "VerticalPodAutoscaler",
        """
        {"metadata":{"name":"shop-vpa"},"spec":{"updatePolicy":{"updateMode":"%s"},
         "targetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"shop"}}},
        {"metadata":{"name":"other"},"spec":{"targetRef":{"kind":"Deployment","name":"x"}}}"""
            .formatted(mode));

    assertThat(against(MORE_MEMORY)).hasSize(isSaid ? 1 : 0);
    assertThat(against(MORE_MEMORY))
        .allSatisfy(
            it -> assertThat(it.what()).contains("kubectl edit verticalpodautoscaler shop-vpa"));
    assertThat(against(RESTART)).isEmpty();
  }

  @Test
  void nobodyMaySeeVerticalAutoscalers_theChangeIsPlannedAllTheSame() {
    server.on(
        "GET",
        "/apis/autoscaling.k8s.io/v1/namespaces/dhakacart/verticalpodautoscalers",
        refusal(403, "Forbidden", "forbidden"));

    assertThat(against(MORE_MEMORY)).isEmpty();
  }

  // ---- no Deployment

  @ParameterizedTest
  @CsvSource({
    "/apis/apps/v1, statefulsets, StatefulSet, kubectl rollout undo statefulset/shop",
    "/apis/argoproj.io/v1alpha1, rollouts, Rollout, kubectl argo rollouts undo shop"
  })
  void otherKindOfWorkload_isNamed_withWhatToTypeInstead(
      String api, String plural, String kind, String command) {
    server.on("GET", APPS + "deployments/shop", refusal(404, "NotFound", "deployments not found"));
    server.on(
        "GET",
        api + "/namespaces/dhakacart/" + plural + "/shop",
        json(
            200,
            "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"shop\",\"namespace\":\"dhakacart\"}}"
                .formatted(api.substring("/apis/".length()), kind)));

    assertThat(cluster.view().pods(SHOP).unknownBecause())
        .contains("does not exist", "a " + kind + " of that name does", command);
  }

  // ---- policies

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | deployments.apps "shop" is forbidden: User "runbook" cannot patch resource "deployments" in API group "apps" in the namespace "dhakacart"
          false | admission webhook "validation.gatekeeper.sh" denied the request: [owners] User "runbook" cannot change deployments of team shop
          false | deployments.apps "shop" is forbidden: ValidatingAdmissionPolicy 'owners' with binding 'b' denied request: User "runbook" cannot scale here
          """)
  void policyThatSpeaksOfAUser_isNoMissingRight(boolean right, String message) {
    assertThat(new ApiFailure(403, message).isMissingRight()).isEqualTo(right);
  }

  private List<Obstacle> against(String patch) {
    return known(
        cluster
            .view()
            .obstacles(
                new Change(
                    "1-x",
                    ChangeKind.RESTART,
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
                    null)));
  }

  private static <T> T known(Answer<T> answer) {
    assertThat(answer.unknownBecause()).isNull();
    return answer.value();
  }

  private void deployment(String podSpec, String maxUnavailable) {
    server.on(
        "GET",
        APPS + "deployments/shop",
        json(
            200,
            """
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"shop","namespace":"dhakacart","uid":"d"},
             "spec":{"replicas":3,"selector":{"matchLabels":{"app":"shop"}},
              "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":%s,"maxSurge":1}},
              "template":{"metadata":{"labels":{"app":"shop","tier":"web"}},
               "spec":{%s"containers":[{"name":"backend","image":"shop:1","resources":{"limits":{"memory":"512Mi"}}}]}}}}"""
                .formatted(
                    maxUnavailable.endsWith("%") ? "\"" + maxUnavailable + "\"" : maxUnavailable,
                    podSpec)));
  }

  private static String apart(String topology, String more) {
    return """
    "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
      {"topologyKey":"%s","labelSelector":{"matchExpressions":[
        {"key":"app","operator":"In","values":["shop"]}]}%s}]}},"""
        .formatted(topology, more);
  }

  private static String spread(String topology, String unsatisfied, String more) {
    return """
    "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"%s","whenUnsatisfiable":"%s",
      "labelSelector":{"matchLabels":{"app":"shop"}}%s}],"""
        .formatted(topology, unsatisfied, more);
  }

  private static String on(String name, String node) {
    return own(name).replace("\"spec\":{", "\"spec\":{\"nodeName\":\"" + node + "\",");
  }

  private void nodes(int count) {
    nodes(count, false);
  }

  /**
   * Spread over three zones.
   *
   * @param lastIsCordoned as while it is drained
   */
  private void nodes(int count, boolean lastIsCordoned) {
    list(
        "/api/v1/nodes",
        "v1",
        "Node",
        IntStream.range(0, count)
            .mapToObj(
                it ->
                    """
                    {"metadata":{"name":"n%1$d","labels":{"kubernetes.io/hostname":"n%1$d",
                     "topology.kubernetes.io/zone":"z%2$d"}},"spec":{"unschedulable":%3$s},"status":{}}"""
                        .formatted(it, it % 3, lastIsCordoned && it == count - 1))
            .collect(Collectors.joining(",")));
  }

  private void pods(String... pods) {
    list(CORE + "pods", "v1", "Pod", String.join(",", pods));
  }

  private static String own(String name) {
    return pod("shop-1-" + name, "1", "ReplicaSet", "shop-1", "True");
  }

  private static String canary() {
    return pod("shop-canary-7-b", "7", "ReplicaSet", "shop-canary-7", "False");
  }

  private static String pod(String name, String hash, String kind, String owner, String ready) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"dhakacart",
      "labels":{"app":"shop","tier":"web","pod-template-hash":"%s"},
      "ownerReferences":[{"apiVersion":"apps/v1","kind":"%s","name":"%s","uid":"u-%s","controller":true}]},
     "spec":{"containers":[{"name":"backend","image":"shop:1"}]},
     "status":{"phase":"Running","startTime":"2026-11-23T20:00:00Z",
      "conditions":[{"type":"Ready","status":"%s"}],
      "containerStatuses":[{"name":"backend","ready":true,"restartCount":0,"state":{"running":{}}}]}}"""
        .formatted(name, hash, kind, owner, owner, ready);
  }

  private void service(String selector) {
    list(
        CORE + "services",
        "v1",
        "Service",
        "{\"metadata\":{\"name\":\"shop-service\",\"namespace\":\"dhakacart\"},\"spec\":{\"selector\":%s}}"
            .formatted(selector));
  }

  private static String endpoint(String pod, boolean ready) {
    return "{\"addresses\":[\"10.0.0.1\"],\"conditions\":{\"ready\":%s},\"targetRef\":{\"kind\":\"Pod\",\"name\":\"%s\"}}"
        .formatted(ready, pod);
  }

  private void slices(String endpoints) {
    list(
        "/apis/discovery.k8s.io/v1/namespaces/dhakacart/endpointslices",
        "discovery.k8s.io/v1",
        "EndpointSlice",
        """
        {"metadata":{"name":"s1","labels":{"kubernetes.io/service-name":"shop-service"}},
         "addressType":"IPv4","endpoints":[%s]},
        {"metadata":{"name":"s2","labels":{"kubernetes.io/service-name":"shop-service"}},
         "addressType":"IPv6","endpoints":null,"ports":null}"""
            .formatted(endpoints));
  }

  private void list(String path, String version, String kind, String items) {
    server.on(
        "GET",
        path,
        json(
            200,
            "{\"apiVersion\":\"%s\",\"kind\":\"%sList\",\"metadata\":{},\"items\":[%s]}"
                .formatted(version, kind, items)));
  }
}
