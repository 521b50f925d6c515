package com.dhakacart.runbook.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.ImageOptions;
import com.dhakacart.runbook.fixtures.ProductProcess;
import com.dhakacart.runbook.fixtures.RunbookOverHttp;
import com.dhakacart.runbook.fixtures.ShippedDatabase;
import com.dhakacart.runbook.simulation.Fault;
import com.dhakacart.runbook.simulation.Pace;
import com.dhakacart.runbook.simulation.SimulatedWorld;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start, and the first incident after it, which is the one that counts at night: with and without
 * archives of what a process reads and makes of its classes, in turn. Each build is laid out and
 * started as the image does it. {@code src/test/cost/first-incident} runs it.
 */
@Tag("cost")
class FirstIncidentIT {

  private static final int ROUNDS = Integer.getInteger("runbook.test.rounds", 5);

  /** A runtime of JDK 25 or newer; empty for none. */
  private static final String OTHER_JAVA = System.getProperty("runbook.other.java", "");

  /** Another build of the product; empty for none. */
  private static final String OTHER_JAR = System.getProperty("runbook.other.jar", "");

  /** Beside the packaged product, for the image's build. */
  private static final Path SIMULATION =
      Path.of("target/training/runbook-simulation.jar").toAbsolutePath();

  private static final List<String> NO_ARCHIVE = List.of("-Xshare:auto");

  private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

  private final Map<String, List<Figures>> taken = new LinkedHashMap<>();

  @TempDir private Path folder;

  private Path jar;

  /**
   * @param jar laid out
   * @param java its runtime
   * @param options beside those of the image
   */
  private record Start(String name, Path jar, String java, List<String> options) {}

  /**
   * @param start ms until it takes alerts
   * @param startCpu ms of processor time until it rests
   * @param incident ms from the alert to the approval
   * @param incidentCpu ms of processor time for that
   * @param peak MB of memory at most
   */
  private record Figures(long start, long startCpu, long incident, long incidentCpu, long peak) {}

  @BeforeEach
  void layOut() throws IOException {
    jar = laidOut(Path.of(System.getProperty("runbook.product.jar")), "app");
  }

  private Path laidOut(Path packaged, String destination) {
    run(
        JAVA,
        "-Djarmode=tools",
        "-jar",
        packaged.toString(),
        "extract",
        "--destination",
        destination);
    return folder.resolve(destination).resolve(packaged.getFileName());
  }

  @Test
  void withAndWithoutArchives() throws IOException {
    List<Start> starts = new ArrayList<>();
    starts.add(new Start("no archive", jar, JAVA, NO_ARCHIVE));
    if (!OTHER_JAR.isBlank()) {
      Path other = laidOut(Path.of(OTHER_JAR), "other");
      starts.add(new Start("the other build, no archive", other, JAVA, NO_ARCHIVE));
    }
    starts.add(archived("an archive of a start", classesOfAStart()));
    starts.add(archived("the image's archive, of a start and an incident", classesOfAnIncident()));
    if (!OTHER_JAVA.isBlank()) {
      starts.add(new Start("the other runtime, no cache", jar, OTHER_JAVA, NO_ARCHIVE));
      starts.add(aheadOfTime());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (Start start : starts) {
        taken.computeIfAbsent(start.name(), it -> new ArrayList<>()).add(measured(start));
      }
    }
    System.out.println(table());
    assertThat(taken.values()).allSatisfy(all -> assertThat(all).hasSize(ROUNDS));
  }

  // ---- what is trained, and how

  private Path classesOfAStart() {
    Path classes = folder.resolve("classes-of-a-start");
    train(
        classes,
        "-Dspring.context.exit=onRefresh",
        "-jar",
        jar.toString(),
        "--spring.config.additional-location=" + MeasuredProduct.DEMO.toUri(),
        "--spring.datasource.url=jdbc:h2:mem:training",
        "--runbook.cluster.url=http://127.0.0.1:1");
    return classes;
  }

  /** As docker/Dockerfile does. */
  private Path classesOfAnIncident() {
    Path classes = folder.resolve("classes-of-an-incident");
    train(classes, "-cp", jar + File.pathSeparator + SIMULATION, "com.dhakacart.runbook.Training");
    return classes;
  }

  private void train(Path classes, String... what) {
    run(
        Stream.concat(
                Stream.of(
                    JAVA,
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:DumpLoadedClassList=" + classes),
                Stream.of(what))
            .toArray(String[]::new));
  }

  private Start archived(String name, Path classes) {
    Path archive = classes.resolveSibling(classes.getFileName() + ".jsa");
    run(
        JAVA,
        "-XX:+UseSerialGC",
        "-Xlog:cds=error",
        "-Xshare:dump",
        "-XX:SharedClassListFile=" + classes,
        "-XX:SharedArchiveFile=" + archive,
        "-jar",
        jar.toString());
    return new Start(name, jar, JAVA, List.of("-XX:SharedArchiveFile=" + archive));
  }

  /** JEP 514 and 515: classes as they are linked, and what was often called in an incident. */
  private Start aheadOfTime() throws IOException {
    Path cache = folder.resolve("incident.aot");
    measured(new Start("training", jar, OTHER_JAVA, List.of("-XX:AOTCacheOutput=" + cache)));
    return new Start(
        "the other runtime, its AOT cache of a start and an incident",
        jar,
        OTHER_JAVA,
        List.of("-XX:AOTCache=" + cache));
  }

  private void run(String... command) {
    File log = folder.resolve("training.log").toFile();
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", List.of(command)).isTrue();
      assertThat(process.exitValue())
          .as(() -> String.join(" ", command) + "\n" + contentOf(log))
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String contentOf(File log) {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      return e.toString();
    }
  }

  // ---- what is measured

  private Figures measured(Start start) throws IOException {
    try (SimulatedWorld world = SimulatedWorld.start(Pace.test());
        ProductProcess node = node(world, start)) {
      world.fault(Fault.BAD_RELEASE);
      long begun = System.nanoTime();
      node.start();
      long started = System.nanoTime();
      long atRest = awaitRest(node);
      RunbookOverHttp runbook = MeasuredProduct.overHttp(node);
      long fired = System.nanoTime();
      runbook.alertFires();
      runbook.awaitTask("userTask_approveChange");
      Figures figures =
          new Figures(
              (started - begun) / 1_000_000,
              atRest,
              (System.nanoTime() - fired) / 1_000_000,
              node.processorMillis() - atRest,
              node.peakMegabytes());
      node.terminate();
      return figures;
    }
  }

  private ProductProcess node(SimulatedWorld world, Start start) throws IOException {
    List<String> options =
        Stream.concat(ImageOptions.of(ImageOptions.IMAGE).stream(), start.options().stream())
            .toList();
    Path its = Files.createTempDirectory(folder, "node");
    return MeasuredProduct.in(world, "node", its, ShippedDatabase.at(its.resolve("data")))
        .of(start.jar())
        .onJava(start.java())
        .withOptions(options);
  }

  /** What a start leaves for later is not the incident's. */
  private static long awaitRest(ProductProcess node) {
    long[] before = {-1_000};
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long now = node.processorMillis();
              boolean rests = now - before[0] < 100;
              before[0] = now;
              return rests;
            });
    return before[0];
  }

  // ---- the table

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "\n| medians of %d | start, ms | of processor time | first incident, ms | of processor time | of the first row | MB at most |\n|---|---|---|---|---|---|---|\n"
                .formatted(ROUNDS));
    double first = median("no archive", Figures::incidentCpu);
    for (String name : taken.keySet()) {
      table.append(
          "| %s | %d | %d | %d | %d | %.2f | %d |\n"
              .formatted(
                  name,
                  median(name, Figures::start),
                  median(name, Figures::startCpu),
                  median(name, Figures::incident),
                  median(name, Figures::incidentCpu),
                  median(name, Figures::incidentCpu) / first,
                  median(name, Figures::peak)));
    }
    return table.toString();
  }

  private long median(String name, ToLongFunction<Figures> figure) {
    return taken.get(name).stream()
        .mapToLong(figure)
        .sorted()
        .skip(taken.get(name).size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
