package com.dhakacart.runbook.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.RunbookApplication;
import com.dhakacart.runbook.fixtures.InstalledPostgres;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.AlertReceipt.Result;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.process.intake.AlertDesk;
import com.dhakacart.runbook.process.ledger.ChangePause;
import com.dhakacart.runbook.report.ReportArchive;
import com.dhakacart.runbook.walks.ScriptedWorld.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.test.assertions.bpmn.AbstractAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;

/** Backup and restore as docker/README.md describes them, with PostgreSQL's own programs. */
class BackupAndRestoreTest {

  @TempDir Path lost;
  @TempDir Path restored;
  @TempDir Path elsewhere;

  private InstalledPostgres database;

  @BeforeEach
  void start() throws Exception {
    database = InstalledPostgres.start(lost);
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  void incidentWaitsAndAlertsCome_isDumped_andEndsOnAnEmptyServer() throws Exception {
    Path dump = elsewhere.resolve("runbook.dump");
    String over;
    String open;
    try (ConfigurableApplicationContext node = node(database)) {
      RunbookWalk walk = walk(node, Duration.ofDays(2));
      over = walk.alertFires().goOn().approve().recovers().documentIt().incident();
      // out of the cooldown and of the day's budget
      walk = walk(node, Duration.ofDays(2));
      open = walk.alertFires().goOn().incident();
      assertThat(walk.openTasks()).contains("userTask_approveChange");
      whileAlertsCome(walk, () -> database.dump(dump));
    }
    database.close();

    try (InstalledPostgres empty = InstalledPostgres.start(restored)) {
      empty.restore(dump);
      try (ConfigurableApplicationContext node = node(empty, "runbook.changes.paused=true")) {
        ChangePause pause = node.getBean(ChangePause.class);
        assertThat(pause.state().paused()).isTrue();
        assertThat(node.getBean(ReportArchive.class).find(over)).isPresent();
        pause.resume("senior");

        RunbookWalk walk = walk(node, Duration.ofDays(4).plusMinutes(1)).follow(open);
        walk.goOn().approve().recovers().documentIt();

        assertThat(walk.variable("outcome")).isEqualTo("RECOVERED");
        assertThat(world(node).made()).containsExactly(ChangeKind.ROLL_BACK);
        assertThat(node.getBean(ReportArchive.class).find(open)).isPresent();
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void whileAlertsCome(RunbookWalk walk, Work work) throws Exception {
    ExecutorService alertmanager = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    try {
      Future<?> deliveries =
          alertmanager.submit(
              () -> {
                while (!done.get()) {
                  assertThat(walk.alsoFires(RunbookWalk.KEY, RunbookWalk.SERVICE).result())
                      .isEqualTo(Result.JOINED);
                  begun.countDown();
                }
              });
      begun.await();
      work.run();
      done.set(true);
      deliveries.get();
    } finally {
      alertmanager.shutdownNow();
    }
  }

  private static RunbookWalk walk(ConfigurableApplicationContext node, Duration later) {
    ProcessEngine engine = node.getBean(ProcessEngine.class);
    AbstractAssertions.init(engine);
    SteppedClock clock = node.getBean(SteppedClock.class);
    clock.forward(later);
    world(node).reset();
    world(node).fault = Fault.BAD_RELEASE;
    return new RunbookWalk(engine, node.getBean(AlertDesk.class), clock);
  }

  private static ScriptedWorld world(ConfigurableApplicationContext node) {
    return node.getBean(ScriptedWorld.class);
  }

  /** As {@link Walking} has it, with its reports where they are by default. */
  private static ConfigurableApplicationContext node(InstalledPostgres database, String... more) {
    Stream<String> properties =
        Stream.of(
                Stream.of(WalkTest.class.getAnnotation(SpringBootTest.class).properties())
                    .filter(it -> !it.startsWith("runbook.report.folder"))
                    .filter(it -> !it.startsWith("spring.datasource")),
                Stream.of(
                    "server.port=0",
                    "spring.datasource.url=" + database.jdbcUrl(),
                    "spring.datasource.username=postgres"),
                Stream.of(more))
            .flatMap(it -> it);
    return new SpringApplicationBuilder(RunbookApplication.class, WalkTest.World.class)
        .run(properties.map("--"::concat).toArray(String[]::new));
  }
}
