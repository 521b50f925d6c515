package com.dhakacart.runbook.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.RunbookApplication;
import com.dhakacart.runbook.faults.SilentServer;
import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.storm.Deliveries.Times;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A thousand alerts of a thousand services, each ten times, over sixteen connections, while the
 * cluster is silent. Prints what it measures; what depends on the machine is compared with the bare
 * engine in the same run, and is no condition.
 */
abstract class StormOfAlerts {

  private static final Logger log = LoggerFactory.getLogger("storm");

  private static final int TIMES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  static final int CONNECTIONS = 16;

  private final int many;
  private final int quiet;
  private final Duration phase;

  private final HttpCounterpart paging = new HttpCounterpart();
  private final SilentServer cluster = new SilentServer();
  private ConfigurableApplicationContext product;

  /**
   * @param many services that fail
   * @param quiet of others, one after another, before
   * @param phase instead of 5 min, so that the test can wait for its end
   */
  StormOfAlerts(int many, int quiet, Duration phase) {
    this.many = many;
    this.quiet = quiet;
    this.phase = phase;
  }

  /** Spring's properties of an empty database. */
  abstract Map<String, String> database() throws Exception;

  @AfterEach
  void end() {
    if (product != null) {
      product.close();
    }
    cluster.close();
    paging.close();
  }

  @Test
  void manyAlerts_areTakenOnce_theWorstIsLookedAtInTime_andPeopleGetAFewPages() throws Exception {
    paging.answers(202, "");
    product = start(Map.of());
    Deliveries deliveries = new Deliveries(address());

    measureQuiet(deliveries);
    Critical alone = critical(deliveries, "alone");

    List<String> services = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      IntStream.range(0, many).mapToObj(it -> "storm-" + it).forEach(services::add);
    }
    Collections.shuffle(services, new Random(7));
    Instant begun = Instant.now();
    Times storm = deliveries.all(services, "warning", begun, CONNECTIONS);
    log.info("Storm: {}; put off {} times", storm, deliveries.putOff());
    eachIsOneIncident();

    Critical inTheStorm = critical(deliveries, "critical");
    log.info("First critical one: {} alone, {} in the storm", alone, inTheStorm);
    assertThat(inTheStorm.lookedAt()).isLessThan(alone.lookedAt().plusSeconds(10));
    assertThat(inTheStorm.asked()).isLessThan(alone.asked().plusSeconds(10));

    List<String> pages = paging.requests().stream().map(HttpCounterpart.Request::body).toList();
    log.info("Pages: {}", pages.size());
    assertThat(pages)
        .filteredOn(it -> it.contains("incidents, the cluster does not answer"))
        .hasSize(1);
    assertThat(pages.stream().takeWhile(it -> !ofTheStorm(it)))
        .as("pages before the first phase's time is up")
        .anyMatch(it -> it.contains("incidents, the cluster does not answer"));
    assertThat(pages).hasSizeLessThan(60);
  }

  /** Of one of its incidents: somebody is called when the time of its first phase is up. */
  static boolean ofTheStorm(String page) {
    return page.contains("\"dedup_key\":\"storm-");
  }

  @Test
  void everyConnectionToTheDatabaseIsTaken_alertsArePutOff_andEachIsKeptWhenItComesAgain()
      throws Exception {
    product = start(Map.of("spring.datasource.hikari.connection-timeout", "1000"));
    Deliveries deliveries = new Deliveries(address());
    ExecutorService sender = Executors.newSingleThreadExecutor();
    List<String> services = IntStream.range(0, many).mapToObj(it -> "storm-" + it).toList();
    try {
      List<Connection> taken = takeAllConnections();
      Future<Times> sent =
          sender.submit(() -> deliveries.all(services, "warning", Instant.now(), CONNECTIONS));
      await().atMost(PATIENCE).until(() -> deliveries.putOff() >= CONNECTIONS);
      for (Connection connection : taken) {
        connection.close();
      }
      log.info("Overload: {}; put off {} times", sent.get(), deliveries.putOff());
      eachIsOneIncident();
    } finally {
      sender.shutdownNow();
    }
  }

  private void eachIsOneIncident() {
    assertThat(count("runbook_incident where service like 'storm-%'")).isEqualTo(many);
    assertThat(count("runbook_open_service where service like 'storm-%'")).isEqualTo(many);
  }

  private List<Connection> takeAllConnections() throws SQLException {
    HikariDataSource pool = product.getBean(HikariDataSource.class);
    List<Connection> taken = new ArrayList<>();
    while (taken.size() < pool.getMaximumPoolSize()) {
      taken.add(pool.getConnection());
    }
    return taken;
  }

  /** Acceptance, and beside it what the engine needs for a start with one more row. */
  private void measureQuiet(Deliveries deliveries) {
    deploy();
    Instant now = Instant.now();
    for (int i = 0; i < quiet; i++) {
      deliveries.deliver("warm-" + i, "warning", now);
      bare();
    }
    long[] taken = new long[quiet];
    long[] bare = new long[quiet];
    for (int i = 0; i < quiet; i++) {
      awaitQuiet();
      taken[i] = deliveries.deliver("quiet-" + i, "warning", now);
      awaitQuiet();
      bare[i] = bare();
    }
    Times ours = new Times(taken, 1);
    Times theirs = new Times(bare, 1);
    log.info(
        "Quiet: p50 {} ms, the bare engine {} ms, ratio {}",
        "%.1f".formatted(ours.millis(0.5)),
        "%.1f".formatted(theirs.millis(0.5)),
        "%.2f".formatted(ours.millis(0.5) / theirs.millis(0.5)));
    closeAll();
  }

  /** No step of any incident is at work. */
  private void awaitQuiet() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ofMillis(100))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> count("ACT_RU_JOB where LOCK_OWNER_ is not null") == 0);
  }

  private void deploy() {
    product
        .getBean(RepositoryService.class)
        .createDeployment()
        .addModelInstance(
            "bare.bpmn",
            Bpmn.createExecutableProcess("bare")
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .userTask()
                .endEvent()
                .done())
        .deploy();
    product
        .getBean(JdbcClient.class)
        .sql("create table bare (id varchar(64) primary key)")
        .update();
  }

  private long bare() {
    long begun = System.nanoTime();
    product
        .getBean(TransactionOperations.class)
        .executeWithoutResult(
            status -> {
              String id =
                  product.getBean(RuntimeService.class).startProcessInstanceByKey("bare").getId();
              product
                  .getBean(JdbcClient.class)
                  .sql("insert into bare (id) values (?)")
                  .param(id)
                  .update();
            });
    return System.nanoTime() - begun;
  }

  /** What was measured must not be in the way of what is measured next. */
  private void closeAll() {
    RuntimeService runtime = product.getBean(RuntimeService.class);
    await()
        .ignoreExceptions()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              runtime
                  .createProcessInstanceQuery()
                  .list()
                  .forEach(it -> runtime.deleteProcessInstance(it.getId(), "measured"));
              return runtime.createProcessInstanceQuery().count() == 0;
            });
  }

  /**
   * How long a critical incident took.
   *
   * @param lookedAt from its alert until its first look began
   * @param asked from its alert until a person is asked
   */
  private record Critical(Duration lookedAt, Duration asked) {}

  private Critical critical(Deliveries deliveries, String service) {
    Instant begun = Instant.now();
    deliveries.deliver(service, "critical", begun);
    String incident =
        product
            .getBean(JdbcClient.class)
            .sql("select incident_key from runbook_open_service where service = ?")
            .param(service)
            .query(String.class)
            .single();
    await()
        .atMost(phase.plus(PATIENCE))
        .pollInterval(Duration.ofMillis(250))
        .until(
            () ->
                product
                        .getBean(TaskService.class)
                        .createTaskQuery()
                        .processInstanceBusinessKey(incident)
                        .count()
                    > 0);
    Instant asked = Instant.now();
    return new Critical(
        Duration.between(begun, firstLookAt(incident)), Duration.between(begun, asked));
  }

  /** Each step has its own transaction: this is when it began, not when it had its answer. */
  private Instant firstLookAt(String incident) {
    HistoryService history = product.getBean(HistoryService.class);
    return history
        .createHistoricActivityInstanceQuery()
        .processInstanceId(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(incident)
                .singleResult()
                .getId())
        .activityId("serviceTask_checkPods")
        .orderByHistoricActivityInstanceStartTime()
        .asc()
        .list()
        .get(0)
        .getStartTime()
        .toInstant();
  }

  private int count(String from) {
    return product
        .getBean(JdbcClient.class)
        .sql("select count(*) from " + from)
        .query(Integer.class)
        .single();
  }

  private URI address() {
    return URI.create(
        "http://localhost:" + product.getEnvironment().getProperty("local.server.port"));
  }

  private ConfigurableApplicationContext start(Map<String, String> more) throws Exception {
    Map<String, Object> properties = new LinkedHashMap<>(database());
    properties.putAll(more);
    properties.put("server.port", "0");
    properties.putAll(StormSettings.of(cluster, paging, phase, many, quiet));
    SpringApplication application = new SpringApplication(RunbookApplication.class);
    application.setDefaultProperties(properties);
    List<String> arguments =
        properties.entrySet().stream()
            .filter(it -> !it.getKey().startsWith("runbook.services"))
            .map(it -> "--" + it.getKey() + "=" + it.getValue())
            .toList();
    return application.run(arguments.toArray(String[]::new));
  }
}
