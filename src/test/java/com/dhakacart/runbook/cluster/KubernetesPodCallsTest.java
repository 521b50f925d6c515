package com.dhakacart.runbook.cluster;

import static com.dhakacart.runbook.cluster.StubApiServer.json;
import static com.dhakacart.runbook.cluster.StubApiServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.health.PodCalls;
import com.dhakacart.runbook.health.PodCalls.Reply;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.PodLogs;
import com.dhakacart.runbook.logs.PodLogs.PodLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods, logs and looks when the API server or what is between refuses. */
class KubernetesPodCallsTest {

  private static final String HEALTH =
      "/api/v1/namespaces/dhakacart/pods/backend-1:5000/proxy/health";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Workload WORKLOAD =
      new Workload("dhakacart-backend", "dhakacart", "backend", "backend", 5000, "backend");

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

  @Test
  void applicationIsUnhealthy_its503IsTheAnswer_askedOnce() {
    api.on("GET", HEALTH, json(503, "{\"status\":\"unhealthy\"}"));

    Reply reply = adapters.calls().get(WORKLOAD, "backend-1", "/health", TIMEOUT).join();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("{\"status\":\"unhealthy\"}");
    assertThat(reply.problem()).isNull();
    assertThat(api.requests("GET")).hasSize(1);
  }

  @Test
  void proxyItselfRefuses_everyOtherWayIsTriedAndNamed() {
    api.on(
        "GET",
        HEALTH,
        refusal(503, "ServiceUnavailable", "error trying to reach service: dial tcp: i/o timeout"));

    Reply reply = adapters.calls().get(WORKLOAD, "backend-1", "/health", TIMEOUT).join();

    assertThat(reply.status()).isZero();
    assertThat(reply.via()).isEqualTo("exec wget");
    assertThat(reply.problem())
        .contains("pod proxy: 503 error trying to reach service", "exec curl:", "exec wget:");
  }

  @Test
  void applicationIsSlowerThanTheApiServerMayBe_itIsWaitedFor() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    api.on(
        "GET",
        HEALTH,
        new StubApiServer.Reply(
            503,
            "{\"status\":\"unhealthy\"}",
            () -> {
              try {
                later.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    try (ClusterAdapters impatient = new ClusterAdapters(withRequestTimeout(300))) {
      var asked = impatient.calls().get(WORKLOAD, "backend-1", "/health", TIMEOUT);
      // the view gives up after the API server's time, and only then the application answers
      api.on(
          "GET",
          "/apis/apps/v1/namespaces/dhakacart/deployments/backend",
          new StubApiServer.Reply(200, "{}", () -> awaitForever(later)));
      assertThat(impatient.view().rolloutStatus(WORKLOAD).answered()).isFalse();
      later.countDown();

      assertThat(asked.join().status()).isEqualTo(503);
    }
  }

  @Test
  void applicationDoesNotAnswer_replySaysHowLongItWasWaitedFor() {
    CountDownLatch never = new CountDownLatch(1);
    api.on("GET", HEALTH, new StubApiServer.Reply(200, "", () -> awaitForever(never)));

    Reply reply =
        adapters.calls().get(WORKLOAD, "backend-1", "/health", Duration.ofMillis(200)).join();
    never.countDown();

    assertThat(reply.status()).isZero();
    assertThat(reply.via()).isEqualTo("pod proxy");
    assertThat(reply.problem()).isEqualTo("no answer within 0.2 s");
  }

  @Test
  void apiServerIsAway_nothingIsKnownAndNothingThrownButWhereItIsPromised() {
    PodCalls calls = adapters.calls();
    api.close();

    assertThat(calls.get(WORKLOAD, "backend-1", "/health", TIMEOUT).join().problem())
        .contains("kubectl cluster-info");
    assertThatExceptionOfType(PodCalls.PodsUnknown.class).isThrownBy(() -> calls.pods(WORKLOAD));
    assertThatExceptionOfType(PodLogs.LogsUnknown.class)
        .isThrownBy(() -> adapters.logs().tail(WORKLOAD, Instant.now(), 1000));
    assertThat(adapters.view().pods(WORKLOAD).unknownBecause()).contains("kubectl cluster-info");
    assertThat(adapters.view().releases(WORKLOAD).answered()).isFalse();
    assertThat(adapters.view().throttling(WORKLOAD).answered()).isFalse();
    adapters.check().check();
  }

  @Test
  void metricsAreNotServed_usageIsUnknown() {
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, DEPLOYMENT))
        .on("GET", "/api/v1/namespaces/dhakacart/pods", json(200, "{\"items\":[]}"));

    assertThat(adapters.view().usage(WORKLOAD).unknownBecause())
        .contains("check that the cluster serves it");
  }

  /** However fast it comes: nobody could hold the whole. */
  @Test
  void answerIsLargerThanAnyOfUse_isNoAnswer() {
    String annotation = "\"%s\":\"" + "x".repeat(1024 * 1024) + "\"";
    String annotations =
        IntStream.range(0, 33).mapToObj(annotation::formatted).collect(Collectors.joining(","));
    api.on(
        "GET",
        "/apis/apps/v1/namespaces/dhakacart/deployments/backend",
        json(
            200,
            "{\"kind\":\"Deployment\",\"metadata\":{\"annotations\":{%s}}}"
                .formatted(annotations)));

    assertThat(adapters.view().pods(WORKLOAD).unknownBecause())
        .contains("did not answer (what it answers is more than 32 MB, or does not end in time)");
  }

  @Test
  void containerIsNotInTheTemplate_podsAreUnknownWithTheSettingToCheck() {
    api.on(
        "GET",
        "/apis/apps/v1/namespaces/dhakacart/deployments/backend",
        json(
            200, DEPLOYMENT.replace("\"name\":\"backend\",\"image\"", "\"name\":\"x\",\"image\"")));

    assertThat(adapters.view().pods(WORKLOAD).unknownBecause())
        .contains("no container backend", "runbook.services.dhakacart-backend");
  }

  @Test
  void tokenRotates_theNewOneIsSent(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "first\n");
    api.on("GET", HEALTH, json(200, "{}"));
    ClusterSettings all = ClusterAdapters.at(api.url(), "dhakacart");
    ClusterSettings settings =
        new ClusterSettings(
            all.namespaces(),
            all.url(),
            null,
            null,
            token,
            all.changes(),
            all.connectTimeout(),
            all.requestTimeout(),
            all.retries(),
            all.retryAfter(),
            all.execTimeout(),
            all.throttlingOver(),
            all.mostEvents(),
            all.conflictRetries(),
            all.shareFor());
    try (ClusterAdapters withToken = new ClusterAdapters(settings)) {
      withToken.calls().get(WORKLOAD, "backend-1", "/health", TIMEOUT).join();
      Files.writeString(token, "second\n");
      withToken.calls().get(WORKLOAD, "backend-1", "/health", TIMEOUT).join();
    }

    assertThat(api.requests("GET"))
        .extracting(StubApiServer.Request::authorization)
        .containsExactly("Bearer first", "Bearer second");
  }

  @Test
  void logHasVeryLongLines_fewerAreRead_sinceTheLimitWouldKeepTheOldest() {
    String log = "/api/v1/namespaces/dhakacart/pods/backend-1/log";
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, DEPLOYMENT))
        .on("GET", "/api/v1/namespaces/dhakacart/pods", json(200, PODS))
        .on(
            "GET",
            log,
            json(200, "x".repeat(KubernetesPodLogs.MOST_BYTES)),
            json(200, "the newest line\n"));

    assertThat(adapters.logs().tail(WORKLOAD, Instant.EPOCH, 1000))
        .extracting(PodLog::text)
        .containsExactly("the newest line\n");
    assertThat(api.requests("GET"))
        .filteredOn(request -> request.path().equals(log))
        .extracting(StubApiServer.Request::query)
        .satisfiesExactly(
            first -> assertThat(first).contains("tailLines=1000"),
            second -> assertThat(second).contains("tailLines=500"));
  }

  @Test
  void podThatGivesNoLog_isNamed_andOneThatNeverStartedIsNotAsked() {
    String creating =
        """
        "phase":"Pending","containerStatuses":[{"name":"backend","restartCount":0,
          "state":{"waiting":{"reason":"ContainerCreating"}}}]""";
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, DEPLOYMENT))
        .on(
            "GET",
            "/api/v1/namespaces/dhakacart/pods",
            json(
                200,
                "{\"items\":[%s,%s,%s]}"
                    .formatted(
                        pod("backend-1", RUNS),
                        pod("backend-2", RUNS),
                        pod("backend-3", creating))))
        .on("GET", "/api/v1/namespaces/dhakacart/pods/backend-1/log", json(200, "a line\n"))
        .on("GET", "/api/v1/namespaces/dhakacart/pods/backend-2/log", json(404, "not found"));

    assertThat(adapters.logs().tail(WORKLOAD, Instant.EPOCH, 1000))
        .extracting(PodLog::pod, PodLog::text, it -> it.problem() == null)
        .containsExactly(tuple("backend-1", "a line\n", true), tuple("backend-2", "", false));
  }

  @Test
  void containersThatDied_sayWhatTheyWroteLast_eachOfItsOwnLog() {
    String statuses =
        """
        "initContainerStatuses":[{"name":"migrate","restartCount":0,
          "state":{"terminated":{"reason":"Error","exitCode":1,"finishedAt":"%1$s"}}}],
        "containerStatuses":[
          {"name":"backend","restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}},
           "lastState":{"terminated":{"reason":"OOMKilled","exitCode":137,"finishedAt":"%1$s"}}},
          {"name":"proxy","restartCount":1,"state":{"running":{}},
           "lastState":{"terminated":{"reason":"Error","exitCode":2,"finishedAt":"2020-01-01T00:00:00Z"}}}]
        """
            .formatted(Instant.now().minusSeconds(30));
    String log = "/api/v1/namespaces/dhakacart/pods/backend-1/log";
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, DEPLOYMENT))
        .on(
            "GET",
            "/api/v1/namespaces/dhakacart/pods",
            json(
                200,
                PODS.replace(
                        "\"containers\":[{\"name\":\"backend\"}]",
                        "\"initContainers\":[{\"name\":\"migrate\"}],\"containers\":[{\"name\":\"backend\"},{\"name\":\"proxy\"}]")
                    .replace("\"phase\":\"Running\"", "\"phase\":\"Running\"," + statuses)))
        .on("GET", log, json(200, "heap\u0007 is full\n\nlast line\n"));

    List<LastWords> words = adapters.view().lastWords(WORKLOAD).value();

    assertThat(words)
        .extracting(LastWords::container)
        .as("one that died years ago says nothing of now")
        .containsExactlyInAnyOrder("migrate", "backend");
    assertThat(words)
        .allSatisfy(it -> assertThat(it.lines()).containsExactly("heap  is full", "last line"));
    assertThat(api.requests("GET"))
        .filteredOn(request -> request.path().equals(log))
        .extracting(StubApiServer.Request::query)
        .satisfiesExactlyInAnyOrder(
            it -> assertThat(it).contains("container=backend", "previous=true", "tailLines=5"),
            it -> assertThat(it).contains("container=migrate").doesNotContain("previous"));
  }

  @Test
  void noPodOfTheOnlyTemplateIsAvailable_thatIsNoRollout_andTheReasonIsSaid() {
    String down =
        DEPLOYMENT.replace(
            "\"spec\":{\"selector\"",
            "\"status\":{\"replicas\":1,\"updatedReplicas\":1,\"availableReplicas\":0},\"spec\":{\"selector\"");
    String waiting =
        PODS.replace(
            "\"phase\":\"Running\"",
            "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"backend\",\"restartCount\":0,"
                + "\"state\":{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}}]");
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, down))
        .on("GET", "/api/v1/namespaces/dhakacart/pods", json(200, waiting));

    RolloutStatus status = adapters.view().rolloutStatus(WORKLOAD).value();

    assertThat(status.state()).isEqualTo(RolloutStatus.State.RUNNING);
    assertThat(status.replacing()).isFalse();
    assertThat(status.message()).contains("0 of 1 updated replicas", "ImagePullBackOff");
  }

  @Test
  void localeHasOtherDigits_theApiServerIsAskedInItsOwn() {
    api.on("GET", "/apis/apps/v1/namespaces/dhakacart/deployments/backend", json(200, DEPLOYMENT))
        .on("GET", "/api/v1/namespaces/dhakacart/pods", json(200, PODS))
        .on("GET", "/api/v1/namespaces/dhakacart/pods/backend-1/log", json(200, "a line\n"));
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("bn", "BD"));
    try {
      assertThat(adapters.logs().tail(WORKLOAD, Instant.EPOCH, 1000)).hasSize(1);
    } finally {
      Locale.setDefault(before);
    }

    assertThat(api.requests("GET"))
        .filteredOn(request -> request.path().endsWith("/log"))
        .extracting(StubApiServer.Request::query)
        .singleElement()
        .satisfies(query -> assertThat(query).contains("tailLines=1000"));
  }

  private ClusterSettings withRequestTimeout(int millis) {
    ClusterSettings all = ClusterAdapters.at(api.url(), "dhakacart");
    return new ClusterSettings(
        Set.of("dhakacart"),
        all.url(),
        null,
        null,
        null,
        all.changes(),
        all.connectTimeout(),
        Duration.ofMillis(millis),
        0,
        all.retryAfter(),
        all.execTimeout(),
        all.throttlingOver(),
        all.mostEvents(),
        all.conflictRetries(),
        all.shareFor());
  }

  private static void awaitForever(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final String DEPLOYMENT =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"backend","uid":"d",
      "namespace":"dhakacart"},"spec":{"selector":{"matchLabels":{"app":"b"}},"template":{"spec":{
      "containers":[{"name":"backend","image":"b:1"}]}}}}
      """;

  private static final String RUNS = "\"phase\":\"Running\"";

  private static String pod(String name, String status) {
    return """
        {"metadata":{"name":"%s","namespace":"dhakacart"},"spec":{"containers":[{"name":"backend"}]},
        "status":{"startTime":"2026-11-24T03:00:00Z",%s}}"""
        .formatted(name, status);
  }

  private static final String PODS =
      """
      {"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"backend-1",
      "namespace":"dhakacart"},"spec":{"containers":[{"name":"backend"}]},
      "status":{"phase":"Running","startTime":"2026-11-24T03:00:00Z"}}]}
      """;
}
