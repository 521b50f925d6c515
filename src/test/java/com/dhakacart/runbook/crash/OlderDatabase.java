package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.InstalledPostgres;
import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.Postgres;
import com.dhakacart.runbook.fixtures.ProductProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database in which an older release left an incident in every state that one waits in, of each
 * kind that the product knows. {@code src/test/upgrade/renew} makes it, by that release's jar.
 */
enum OlderDatabase {
  ON_H2(".sql.gz") {
    @Override
    Place empty(Path folder) {
      return new Place(Counterparts.h2(folder), "sa", () -> {});
    }

    @Override
    void read(Place place) {
      place
          .jdbc()
          .sql("runscript from '%s' compression gzip".formatted(kept.toAbsolutePath()))
          .update();
    }

    @Override
    void leftBy(Path jar, Path folder) throws Exception {
      Place place = empty(folder);
      leave(jar, folder, place);
      place
          .jdbc()
          .sql("script nopasswords to '%s' compression gzip".formatted(kept.toAbsolutePath()))
          .query()
          .listOfRows();
    }
  },

  ON_POSTGRES(".postgres.sql.gz") {
    @Override
    Place empty(Path folder) throws IOException {
      EmbeddedPostgres server =
          Postgres.builder()
              .setServerConfig("max_connections", "300")
              .setServerConfig("synchronous_commit", "on")
              .start();
      return new Place(server.getJdbcUrl("postgres", "postgres"), "postgres", server);
    }

    @Override
    void read(Place place) throws IOException {
      try (BufferedReader dump =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(kept)), StandardCharsets.UTF_8))) {
        String script =
            dump.lines().filter(it -> !it.startsWith(TO_PSQL)).collect(Collectors.joining("\n"));
        new JdbcTemplate(place.dataSource()).execute(script);
      }
    }

    @Override
    void leftBy(Path jar, Path folder) throws Exception {
      try (InstalledPostgres server =
          InstalledPostgres.start(Files.createDirectory(folder.resolve("server")))) {
        leave(jar, folder, new Place(server.jdbcUrl(), "postgres", server));
        server.dumpAsSql(kept);
      }
    }
  };

  /** What begins so is no SQL, but pg_dump's word to psql. */
  private static final String TO_PSQL = "\\";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Where an incident waits for its first phase only, and so is to come last. */
  private static final String ASKS_AGAIN = "event_askAgain";

  private static final String APPROVAL = "userTask_approveChange";

  /** What leads to where others wait is decided, this is not; of all other paths, the approval. */
  private static final Map<CrashPath, Set<String>> LEFT_OPEN =
      Map.of(
          CrashPath.ROLLED_BACK, Set.of("userTask_improveRunbook"),
          CrashPath.MORE_CAPACITY,
              Set.of("userTask_approveTakeBack", "userTask_schedulePostMortem"),
          CrashPath.SCALED_BY_NOBODY_ELSE, Set.of("userTask_recordRootCause"),
          CrashPath.DATABASE_TEAM_CALLED, Set.of("userTask_decideNextStep"),
          CrashPath.DEGRADED_AND_UNDONE, Set.of("userTask_decideNextStep"),
          CrashPath.FALSE_ALARM, Set.of("userTask_schedulePostMortem", "userTask_recordRootCause"),
          CrashPath.BY_HAND, Set.of("userTask_changeByHand"),
          // its rollout runs on and on
          CrashPath.RESTART_DOES_NOT_HELP, Set.of("userTask_decideNextStep"),
          // its change is tried on and on
          CrashPath.CLUSTER_SILENT_AT_FIRST, Set.of());

  final Path kept;

  OlderDatabase(String ending) {
    kept = Path.of("src/test/resources/upgrade", commit() + ending);
  }

  /** Of a release whose dumps are kept; an enum's own constants come too late for itself. */
  private static String commit() {
    return System.getProperty("upgrade.commit", "011b0fb");
  }

  /** A database of the test's own, and how it is reached. */
  record Place(String url, String user, AutoCloseable server) implements AutoCloseable {

    DataSource dataSource() {
      return new DriverManagerDataSource(url, user, "");
    }

    JdbcClient jdbc() {
      return JdbcClient.create(dataSource());
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (Exception e) {
        throw new IllegalStateException("The database of the test does not end", e);
      }
    }
  }

  abstract Place empty(Path folder) throws IOException;

  abstract void read(Place place) throws IOException;

  /** Lets a release leave its incidents, and keeps its database. */
  abstract void leftBy(Path jar, Path folder) throws Exception;

  /** As it was kept; fails where a state of its model, in which one waits, is not in it. */
  Place filled(Path folder) throws IOException {
    Place place = empty(folder);
    read(place);
    JdbcClient database = place.jdbc();
    assertThat(waitedAt(database))
        .as("elements at which an incident waits in %s", kept)
        .containsAll(
            waits(
                database
                    .sql("select BYTES_ from ACT_GE_BYTEARRAY where NAME_ like '%.bpmn'")
                    .query(byte[].class)
                    .stream()
                    .map(ByteArrayInputStream::new)));
    return place;
  }

  private static void leave(Path jar, Path folder, Place place) throws Exception {
    KillPoints none = new KillPoints(List.of());
    try (Counterparts counterparts = new Counterparts(none, 2);
        ProductProcess old = product(folder, counterparts, place).of(jar);
        Episodes people = new Episodes(old::uri, asked -> onlyWhatLeadsOn(counterparts, asked))) {
      old.start();
      counterparts.breakAgain();
      int paths = CrashPath.values().length;
      Set<String> all = waits(models(jar));
      Set<String> first = new HashSet<>(all);
      first.remove(ASKS_AGAIN);
      people.fire(IntStream.range(0, paths).mapToObj(Worlds::service).toList());
      awaitWaiting(people, first);
      people.fire(List.of(Worlds.service(paths + CrashPath.CLUSTER_STAYS_SILENT.ordinal())));
      awaitWaiting(people, all);
      old.terminate();
    }
  }

  /** Elements at which somebody, or a timer, has to come before an incident goes on. */
  private static Set<String> waits(Stream<? extends InputStream> models) {
    return models
        .map(Bpmn::readModelFromStream)
        .flatMap(
            it ->
                Stream.<FlowNode>concat(
                    it.getModelElementsByType(UserTask.class).stream(),
                    it.getModelElementsByType(IntermediateCatchEvent.class).stream()
                        .filter(
                            event ->
                                event.getChildElementsByType(LinkEventDefinition.class).isEmpty())))
        .map(FlowNode::getId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<InputStream> models(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<InputStream> models = new ArrayList<>();
      for (JarEntry entry : file.stream().filter(it -> it.getName().endsWith(".bpmn")).toList()) {
        models.add(new ByteArrayInputStream(file.getInputStream(entry).readAllBytes()));
      }
      return models.stream();
    }
  }

  private static Set<String> waitedAt(JdbcClient database) {
    return database
        .sql(
            """
            select TASK_DEF_KEY_ from ACT_RU_TASK union
            select d.ACT_ID_ from ACT_RU_JOB j join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_
            where j.TYPE_ = 'timer'""")
        .query(String.class)
        .set();
  }

  private static void awaitWaiting(Episodes people, Set<String> elements) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(people.waiting()).containsAll(elements));
  }

  private static Map<String, String> onlyWhatLeadsOn(
      Counterparts counterparts, Episodes.Asked asked) {
    if (asked.service().isEmpty()) {
      return Map.of();
    }
    int world = Worlds.number(asked.service());
    CrashPath path = CrashPath.of(world);
    if (path == CrashPath.CLUSTER_SILENT_AT_FIRST && asked.step().equals(APPROVAL)) {
      counterparts.worlds().unreachable(world, true);
    }
    return LEFT_OPEN.getOrDefault(path, Set.of(APPROVAL)).contains(asked.step())
            || asked.step().equals("userTask_chooseCause")
        ? Map.of()
        : path.decide(asked);
  }

  private static ProductProcess product(Path folder, Counterparts counterparts, Place place)
      throws IOException {
    Files.writeString(
        folder.resolve("application.yaml"),
        counterparts
            .settings(place.url(), place.user(), "")
            // whoever finds the dump one day finds its approvals open, and its change not given up
            .replace("give-up-after: 30s", "give-up-after: 3650d")
            .replace("recovery: 40s", "recovery: 2m, change-attempts: 1000")
            // and it is ended while they wait, not while they look
            .replace("ask-again-after: 2s", "ask-again-after: 10s")
            .replace("rollout-check-every: 1s", "rollout-check-every: 5s")
            .replace("measure-every: 2s", "measure-every: 5s"));
    return new ProductProcess("then", folder, Ports.free())
        .with("--spring.datasource.hikari.maximum-pool-size=80"); // of PostgreSQL's usual 100
  }
}
