package com.dhakacart.runbook.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.fixtures.ImageOptions;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import com.dhakacart.runbook.fixtures.ShippedDatabase;
import com.dhakacart.runbook.model.Runbook;
import com.dhakacart.runbook.simulation.Fault;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an incident costs the process from its alert to the task "Approve change", and what a bare
 * engine takes for as many activities in as many jobs, on the default database and on production's:
 * each in a process of its own, started as the image starts it, one incident of each in turn.
 * Prints a table; {@code src/test/cost/benchmark} runs it.
 */
@Tag("cost")
class ProcessCostIT {

  private static final int ROUNDS = Integer.getInteger("runbook.test.rounds", 20);
  private static final int TO_WARM_UP = 20;

  private final Map<String, List<UsedUp>> used = new LinkedHashMap<>();

  /** What ends each world and process that was started. */
  private final Deque<Runnable> started = new ArrayDeque<>();

  @TempDir private Path folder;

  private int activities;
  private int jobs;

  @Test
  void onH2() throws Exception {
    measure("H2", name -> ShippedDatabase.at(folder.resolve(name)));
  }

  @Test
  void onPostgres() throws Exception {
    try (EmbeddedPostgres postgres =
        Postgres.builder().setServerConfig("synchronous_commit", "on").start()) {
      JdbcClient server = JdbcClient.create(postgres.getPostgresDatabase());
      measure(
          "PostgreSQL",
          name -> {
            server.sql("create database " + name).update();
            return postgres.getJdbcUrl("postgres", name);
          });
    }
  }

  @AfterEach
  void end() {
    started.descendingIterator().forEachRemaining(Runnable::run);
  }

  /**
   * @param databases the URL of one that is empty, by the name of who keeps data there
   */
  private void measure(String kind, UnaryOperator<String> databases) throws Exception {
    List<Contender> contenders = new ArrayList<>();
    String other = System.getProperty("runbook.other.jar", "");
    if (!other.isBlank()) {
      contenders.add(
          product("other build", databases.apply("other"), node -> node.of(Path.of(other))));
    }
    contenders.add(product("product", databases.apply("product"), node -> node));
    round(contenders);
    Contender bare = bareEngine(databases.apply("bare"));
    round(List.of(bare));
    contenders.add(bare);
    for (int round = 1; round < TO_WARM_UP + ROUNDS; round++) {
      round(contenders);
    }
    System.out.println(table(kind));
    assertThat(used).allSatisfy((name, all) -> assertThat(all).hasSize(TO_WARM_UP + ROUNDS));
  }

  /** One incident of each, in turn, so that what disturbs the machine disturbs them all. */
  private void round(List<Contender> contenders) {
    for (Contender it : contenders) {
      UsedUp before = it.sofar().get();
      Runnable end = it.incident().get();
      used.computeIfAbsent(it.name(), name -> new ArrayList<>())
          .add(it.sofar().get().since(before));
      end.run();
    }
  }

  /**
   * @param sofar what its process used up
   * @param incident the way to the person that is asked; gives how it is brought to its end, which
   *     is not measured
   */
  private record Contender(String name, Supplier<UsedUp> sofar, Supplier<Runnable> incident) {}

  /** In a world of its own: pods' logs grow, and who came later would have more to read. */
  private Contender product(String name, String database, UnaryOperator<ProductProcess> build)
      throws IOException {
    Path collections = folder.resolve(name + ".gc");
    SimulatedWorld world = SimulatedWorld.start(Pace.test());
    started.add(world::close);
    ProductProcess node =
        build
            .apply(
                // no incident shall profit from the one before
                MeasuredProduct.in(world, name, folder, database, "--runbook.logs.share-for=1s"))
            .withOptions(watched(collections));
    started.add(node::close);
    node.start();
    world.fault(Fault.BAD_RELEASE);
    RunbookOverHttp runbook = MeasuredProduct.overHttp(node);
    return new Contender(
        name, () -> UsedUp.by(node.handle(), collections), () -> alertToApproval(runbook));
  }

  private static List<String> watched(Path collections) throws IOException {
    return Stream.concat(
            ImageOptions.of(ImageOptions.IMAGE).stream(), Stream.of(UsedUp.logOption(collections)))
        .toList();
  }

  private Runnable alertToApproval(RunbookOverHttp runbook) {
    runbook.alertFires();
    JsonNode approval = runbook.awaitTask("userTask_approveChange");
    return () -> {
      List<String> passed = runbook.passed();
      activities = passed.size();
      jobs = (int) passed.stream().filter(ProcessCostIT::isJob).count();
      runbook.turnDown(approval);
    };
  }

  private static boolean isJob(String element) {
    return Runbook.HIGH_ERROR_RATE.all(FlowNode.class).stream()
        .anyMatch(it -> it.getId().equals(element) && it.isCamundaAsyncBefore());
  }

  private Contender bareEngine(String database) throws IOException {
    Path collections = folder.resolve("bare.gc");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(watched(collections));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            BareEngine.class.getName(),
            database,
            String.valueOf(activities),
            String.valueOf(jobs)));
    Process engine =
        new ProcessBuilder(command).redirectError(folder.resolve("bare.log").toFile()).start();
    started.add(engine::destroy);
    BufferedReader says = engine.inputReader();
    awaitLine(says, "ready");
    return new Contender(
        "bare engine",
        () -> UsedUp.by(engine.toHandle(), collections),
        () -> {
          next(engine, says);
          return () -> {};
        });
  }

  private static void next(Process engine, BufferedReader says) {
    try {
      engine.getOutputStream().write('\n');
      engine.getOutputStream().flush();
      awaitLine(says, "asked");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitLine(BufferedReader says, String wanted) throws IOException {
    String line = says.readLine();
    while (line != null && !line.equals(wanted)) {
      line = says.readLine();
    }
    assertThat(line).as("what the bare engine says").isEqualTo(wanted);
  }

  private String table(String kind) {
    StringBuilder table =
        new StringBuilder(
            ("\n| on %s, to the approval, %d activities in %d jobs | first after a start: ms | MB |"
                    + " warm, mean of %d: ms | MB | of the bare engine: ms | MB |\n"
                    + "|---|---|---|---|---|---|---|\n")
                .formatted(kind, activities, jobs, ROUNDS));
    double[] bare = warm("bare engine");
    used.forEach(
        (name, all) -> {
          double[] warm = warm(name);
          table.append(
              "| %s | %d | %.0f | %.0f | %.1f | %.1f | %.1f |\n"
                  .formatted(
                      name,
                      all.get(0).millis(),
                      megabytes(all.get(0).bytes()),
                      warm[0],
                      warm[1],
                      warm[0] / bare[0],
                      warm[1] / bare[1]));
        });
    return table.toString();
  }

  /** Means of milliseconds and megabytes: a single round is too short for steps of 10 ms. */
  private double[] warm(String name) {
    List<UsedUp> rounds = used.get(name).subList(TO_WARM_UP, TO_WARM_UP + ROUNDS);
    return new double[] {
      rounds.stream().mapToLong(UsedUp::millis).average().orElseThrow(),
      megabytes(rounds.stream().mapToLong(UsedUp::bytes).sum() / rounds.size())
    };
  }

  private static double megabytes(long bytes) {
    return (double) bytes / (1 << 20);
  }
}
