package com.dhakacart.runbook.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.HttpCounterpart.Reply;
import com.dhakacart.runbook.fixtures.SettingsOf;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodHealth.DependencyCheck;
import com.dhakacart.runbook.incident.PodHealth.MemoryCheck;
import com.dhakacart.runbook.incident.Workload;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpHealthProbeTest {

  private static final Workload BACKEND =
      new Workload(
          "dhakacart-backend", "dhakacart", "dhakacart-backend", "backend", 5000, "backend");
  private static final Instant NOW = Instant.parse("2026-11-23T22:24:41Z");

  @RegisterExtension final HttpCounterpart pod = new HttpCounterpart();
  @RegisterExtension final HttpCounterpart otherPod = new HttpCounterpart();

  @Test
  void fullBody_everyCheckIsRead() {
    pod.answers(
        200,
        """
        {"status":"healthy","responseTime":4,"checks":{
          "database":{"status":"healthy","responseTime":2,"error":null,
            "details":{"totalConnections":3,"idleConnections":2,"waitingClients":0}},
          "redis":{"status":"healthy","responseTime":"4ms","message":"Redis connection is healthy"},
          "memory":{"status":"healthy","details":{"usagePercent":32.1,"limitMB":512}}}}
        """);

    PodHealth health = only(probe().health(BACKEND));

    assertThat(health.overall()).isEqualTo("healthy");
    assertThat(health.database()).isEqualTo(new DatabaseCheck("healthy", null, 2L, 3, 2, 0));
    assertThat(health.redis())
        .isEqualTo(new DependencyCheck("healthy", "Redis connection is healthy"));
    assertThat(health.memory()).isEqualTo(new MemoryCheck("healthy", 32.1));
    assertThat(health.problem()).isNull();
    assertThat(health.well()).isTrue();
  }

  @Test
  void exhaustedPool_condensedBodyOfA503IsReadToo() {
    pod.answers(
        503,
        """
        {"status":"unhealthy","responseTime":19185,
         "database":{"status":"unhealthy","responseTime":"19184ms",
           "error":"timeout exceeded when trying to connect",
           "details":{"totalConnections":20,"idleConnections":0,"waitingClients":3}},
         "redis":{"status":"unhealthy","message":"Redis client not connected"},
         "memory":{"status":"healthy","usagePercent":"32.62%"}}
        """);

    PodHealth health = only(probe().health(BACKEND));

    assertThat(health.status()).isEqualTo(503);
    assertThat(health.database())
        .isEqualTo(
            new DatabaseCheck(
                "unhealthy", "timeout exceeded when trying to connect", 19184L, 20, 0, 3));
    assertThat(health.memory().usagePercent()).isEqualTo(32.62);
    assertThat(health.well()).isFalse();
  }

  @Test
  void sparseBody_whatIsNotSaidIsNull() {
    pod.answers(200, "{\"status\":\"healthy\",\"database\":\"healthy\"}");

    PodHealth health = only(probe().health(BACKEND));

    assertThat(health.database())
        .isEqualTo(new DatabaseCheck("healthy", null, null, null, null, null));
    assertThat(health.redis()).isNull();
    assertThat(health.memory()).isNull();
  }

  @Test
  void rateLimited_isNeitherWellNorAnOutage() {
    pod.answers(429, "{\"error\":\"Too many requests\"}");

    PodHealth health = only(probe().health(BACKEND));

    assertThat(health.rateLimited()).isTrue();
    assertThat(health.overall()).isNull();
    assertThat(health.problem()).contains("429").contains("ask again");
  }

  @Test
  void bodyIsNoJson_problemQuotesIt() {
    pod.answers(502, "<html>Bad gateway</html>");

    PodHealth health = only(probe().health(BACKEND));

    assertThat(health.status()).isEqualTo(502);
    assertThat(health.problem()).contains("no JSON object").contains("<html>Bad gateway");
  }

  @Test
  void refusedConnection_isAnAnswerWithoutStatus() {
    PodHealth health =
        only(probe(new PodsOverHttp().with("pod-a", HttpCounterpart.nobody())).health(BACKEND));

    assertThat(health.status()).isZero();
    assertThat(health.problem()).contains("ConnectException");
    assertThat(health.well()).isFalse();
  }

  @Test
  void silentPod_timesOutAndTheOthersAreHeard() {
    pod.keepsSilent();
    otherPod.answers(200, "{\"status\":\"healthy\"}");

    Answer<List<PodHealth>> answer =
        probe(bothPods(), Map.of("runbook.health.timeout", "300ms")).health(BACKEND);

    assertThat(answer.value()).extracting(PodHealth::status).containsExactly(0, 200);
  }

  @Test
  void manyPods_areAskedBeforeTheFirstAnswers() {
    CountDownLatch bothAsked = new CountDownLatch(2);
    for (HttpCounterpart counterpart : List.of(pod, otherPod)) {
      counterpart.answers(
          request -> {
            bothAsked.countDown();
            await(bothAsked);
            return Reply.of(200, "{\"status\":\"healthy\"}");
          });
    }

    Answer<List<PodHealth>> answer = probe(bothPods()).health(BACKEND);

    assertThat(answer.value()).allMatch(PodHealth::well);
    assertThat(answer.askedAt()).isEqualTo(NOW);
  }

  @Test
  void clusterDoesNotNamePods_isUnknown() {
    PodsOverHttp silentCluster =
        new PodsOverHttp() {
          @Override
          public List<String> pods(Workload workload) {
            throw new PodsUnknown("the API server refused; check its address", null);
          }
        };

    Answer<List<PodHealth>> answer = probe(silentCluster).health(BACKEND);

    assertThat(answer.unknownBecause()).isEqualTo("the API server refused; check its address");
  }

  @Test
  void noPods_isUnknown() {
    assertThat(probe(new PodsOverHttp()).keyEndpoints(BACKEND).unknownBecause())
        .contains("has no pod that could be asked");
  }

  @Test
  void keyEndpoints_everyPathIsAskedOfEveryPod() {
    pod.answers(request -> Reply.of(request.path().equals("/api/products") ? 200 : 404, "[]"));
    otherPod.answers(429, "");

    Answer<List<EndpointCheck>> answer =
        probe(bothPods(), Map.of("runbook.health.key-endpoints", "/api/products,/api/orders"))
            .keyEndpoints(BACKEND);

    assertThat(answer.value())
        .extracting(EndpointCheck::pod, EndpointCheck::path, EndpointCheck::works)
        .containsExactly(
            tuple("pod-a", "/api/products", true),
            tuple("pod-a", "/api/orders", false),
            tuple("pod-b", "/api/products", true),
            tuple("pod-b", "/api/orders", true));
    assertThat(answer.value().get(1).problem()).contains("runbook.health.key-endpoints");
  }

  @Test
  void metrics_figuresOfTheDatabaseAreFoundUnderBothNames() {
    pod.answers(
        200,
        """
        # HELP dhakacart_backend_database_connections_active Number of active connections
        # TYPE dhakacart_backend_database_connections_active gauge
        dhakacart_backend_database_connections_active 0
        dhakacart_backend_database_query_duration_seconds_bucket{le="0.1",query="SELECT"} 17
        dhakacart_backend_database_query_duration_seconds_sum{query="a \\"b\\" } c, d"} 0.25 1395066363000
        dhakacart_backend_database_query_duration_seconds_count{query="SELECT"} NaN
        pg_pool_waiting_count +Inf
        my_pg_pool_size 2e1
        dhakacart_backend_http_requests_total{route="/",status_code="200"} 12
        dhakacart_backend_database_broken{
        """);

    PodFigures figures = probe().databaseFigures(BACKEND).value().get(0);

    assertThat(figures.figures())
        .containsOnly(
            Map.entry("dhakacart_backend_database_connections_active", 0.0),
            Map.entry(
                "dhakacart_backend_database_query_duration_seconds_sum{query=\"a \\\"b\\\" } c, d\"}",
                0.25),
            Map.entry("my_pg_pool_size", 20.0));
    assertThat(figures.problem()).isNull();
  }

  @Test
  void metricsWithManyFigures_areBounded() {
    pod.answers(200, "pg_stat_a 1\npg_stat_b 2\npg_stat_c 3\n");

    PodFigures figures =
        probe(onePod(), Map.of("runbook.health.max-figures", "2"))
            .databaseFigures(BACKEND)
            .value()
            .get(0);

    assertThat(figures.figures()).containsOnlyKeys("pg_stat_a", "pg_stat_b");
  }

  @Test
  void metricsWithoutTheDatabase_sayWhatWasLookedFor() {
    pod.answers(200, "process_cpu_seconds_total 1.5\n");

    PodFigures figures = probe().databaseFigures(BACKEND).value().get(0);

    assertThat(figures.figures()).isEmpty();
    assertThat(figures.problem()).contains("pg_pool|pg_stat");
  }

  @Test
  void metricsAnswer500_figuresAreEmptyWithAReason() {
    pod.answers(500, "");

    assertThat(probe().databaseFigures(BACKEND).value().get(0).problem())
        .contains("500")
        .contains("runbook.health.metrics-path");
  }

  private PodsOverHttp onePod() {
    return new PodsOverHttp().with("pod-a", pod);
  }

  private PodsOverHttp bothPods() {
    return onePod().with("pod-b", otherPod);
  }

  private HttpHealthProbe probe() {
    return probe(onePod());
  }

  private static HttpHealthProbe probe(PodCalls pods) {
    return probe(pods, Map.of());
  }

  private static HttpHealthProbe probe(PodCalls pods, Map<String, String> properties) {
    HealthSettings settings = SettingsOf.type(HealthSettings.class, properties);
    return new HttpHealthProbe(
        pods,
        settings,
        new HealthReader(new ObjectMapper()),
        new FigureReader(settings),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static PodHealth only(Answer<List<PodHealth>> answer) {
    assertThat(answer.value()).hasSize(1);
    return answer.value().get(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
