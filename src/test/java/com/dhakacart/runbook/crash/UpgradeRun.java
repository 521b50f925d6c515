package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database in which an older release left an incident in every waiting state is brought to its
 * end by this one. {@code src/test/upgrade/renew} makes it.
 */
@Tag("endurance")
class UpgradeIT {

  private static final String COMMIT = System.getProperty("upgrade.commit", "011b0fb");
  private static final Path KEPT = Path.of("src/test/resources/upgrade", COMMIT + ".sql.gz");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Where an incident waits for its first phase only, and so is to come last. */
  private static final String ASKS_AGAIN = "event_askAgain";

  /** Where an incident may wait for long: for a person, or for a time. */
  private static final Set<String> WAITING =
      Set.of(
          "userTask_chooseCause",
          "userTask_approveChange",
          "userTask_decideNextStep",
          "userTask_changeByHand",
          "userTask_recordRootCause",
          "userTask_approveTakeBack",
          "userTask_schedulePostMortem",
          "userTask_improveRunbook",
          "event_measureAgain");

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
          CrashPath.BY_HAND, Set.of("userTask_changeByHand"));

  @TempDir private Path folder;

  @Test
  void incidentsOfTheReleaseBefore_areBroughtToTheirEnd_andOpenApprovalsCount() throws Exception {
    String before = System.getProperty("upgrade.from", "");
    if (!before.isBlank()) {
      leaveIncidents(Path.of(before));
    }
    String url = Counterparts.h2(folder);
    JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    database.sql("runscript from '%s' compression gzip".formatted(KEPT.toAbsolutePath())).update();
    Set<String> approvals = Set.copyOf(tasks(database, "userTask_approveChange"));
    assertThat(approvals).isNotEmpty();

    KillPoints none = new KillPoints(List.of());
    try (Counterparts counterparts = new Counterparts(none, 2);
        ProductProcess now = product(counterparts, url, "now", null);
        Episodes people = new Episodes(now::uri, asked -> decided(counterparts, asked))) {
      people.know(services(database));
      counterparts.letRestartsFail(false);
      counterparts.breakAgain();
      now.start();
      await().atMost(PATIENCE).until(() -> people.open() == 0);
      now.terminate();

      assertThat(people.decided()).as("approvals that were open").containsAll(approvals);
      assertThat(
              strings(database, "select distinct coalesce(outcome, 'none') from runbook_incident"))
          .doesNotContain("none");
      assertThat(strings(database, "select INCIDENT_TYPE_ from ACT_HI_INCIDENT")).isEmpty();
    }
  }

  private void leaveIncidents(Path jar) throws Exception {
    Path then = Files.createDirectory(folder.resolve("then"));
    String url = Counterparts.h2(then);
    JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    KillPoints none = new KillPoints(List.of());
    try (Counterparts counterparts = new Counterparts(none, 2);
        ProductProcess old = product(counterparts, url, "then", jar);
        Episodes people = new Episodes(old::uri, UpgradeIT::onlyWhatLeadsOn)) {
      old.start();
      counterparts.breakAgain();
      int paths = CrashPath.values().length;
      people.fire(IntStream.range(0, paths).mapToObj(Worlds::service).toList());
      awaitWaiting(people, WAITING);
      people.fire(List.of(Worlds.service(paths + CrashPath.CLUSTER_STAYS_SILENT.ordinal())));
      awaitWaiting(people, Set.of(ASKS_AGAIN));
      old.terminate();
    }
    Files.createDirectories(KEPT.getParent());
    database
        .sql("script nopasswords to '%s' compression gzip".formatted(KEPT.toAbsolutePath()))
        .query()
        .listOfRows();
  }

  private static void awaitWaiting(Episodes people, Set<String> elements) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(people.waiting()).containsAll(elements));
  }

  /** Everything is decided at last. */
  private static Map<String, String> decided(Counterparts counterparts, Episodes.Asked asked) {
    Map<String, String> answers = counterparts.decide(asked);
    return answers.isEmpty() && !asked.service().isEmpty()
        ? CrashPath.ROLLED_BACK.decide(asked)
        : answers;
  }

  private static Map<String, String> onlyWhatLeadsOn(Episodes.Asked asked) {
    int world =
        asked.service().isEmpty() ? -1 : Integer.parseInt(asked.service().replaceAll("\\D", ""));
    CrashPath path = world < 0 ? null : CrashPath.values()[world % CrashPath.values().length];
    Set<String> left =
        path == null ? Set.of() : LEFT_OPEN.getOrDefault(path, Set.of("userTask_approveChange"));
    return path == null
            || left.contains(asked.step())
            || asked.step().equals("userTask_chooseCause")
        ? Map.of()
        : path.decide(asked);
  }

  private ProductProcess product(Counterparts counterparts, String url, String name, Path jar)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("home-" + name));
    Files.writeString(
        home.resolve("application.yaml"),
        counterparts
            .settings(url, "sa", "")
            // whoever finds the dump one day finds its approvals open
            .replace("give-up-after: 30s", "give-up-after: " + (jar == null ? "30s" : "3650d"))
            .replace("recovery: 40s", "recovery: " + (jar == null ? "40s" : "3m")));
    ProductProcess product = new ProductProcess(name, home, Ports.free());
    return jar == null ? product : product.of(jar);
  }

  private static Map<String, String> services(JdbcClient database) {
    return database
        .sql("select incident_key, service from runbook_incident")
        .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<String> tasks(JdbcClient database, String key) {
    return database
        .sql("select ID_ from ACT_RU_TASK where TASK_DEF_KEY_ = ?")
        .param(key)
        .query(String.class)
        .list();
  }

  private static List<String> strings(JdbcClient database, String sql) {
    return database.sql(sql).query(String.class).list();
  }
}
