package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  /** Where an incident may wait: for a person, or for a time. */
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
          "event_askAgain",
          "event_measureAgain");

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
    try (Counterparts counterparts = new Counterparts(none, 1);
        ProductProcess now = product(counterparts, url, "now", null);
        Episodes people = new Episodes(now::uri, counterparts::decide)) {
      people.know(services(database));
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
    try (Counterparts counterparts = new Counterparts(none, 1);
        ProductProcess old = product(counterparts, url, "then", jar);
        Episodes people = new Episodes(old::uri, UpgradeIT::onlyWhatLeadsOn)) {
      old.start();
      counterparts.breakEverything(people);
      Set<String> missing = new TreeSet<>(WAITING);
      await("all of " + missing + " were waited at")
          .atMost(PATIENCE)
          .until(
              () -> {
                missing.removeAll(people.waiting());
                return missing.isEmpty();
              });
      old.terminate();
    }
    Files.createDirectories(KEPT.getParent());
    database
        .sql("script nopasswords to '%s' compression gzip".formatted(KEPT.toAbsolutePath()))
        .query()
        .listOfRows();
  }

  /** Two decisions lead to where others wait; all others are left open. */
  private static Map<String, String> onlyWhatLeadsOn(String service, String task) {
    int world = service.isEmpty() ? -1 : Integer.parseInt(service.replaceAll("\\D", ""));
    CrashPath path = world < 0 ? null : CrashPath.values()[world % CrashPath.values().length];
    boolean leadsOn =
        path == CrashPath.MORE_CAPACITY
            || path == CrashPath.DEGRADED_AND_UNDONE
            || path == CrashPath.BY_HAND;
    return leadsOn && task.equals("userTask_approveChange")
        ? Map.of("decision", "APPROVE", "reason", "seen")
        : Map.of();
  }

  private ProductProcess product(Counterparts counterparts, String url, String name, Path jar)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("home-" + name));
    Files.writeString(
        home.resolve("application.yaml"),
        counterparts
            .settings(url, "sa", "")
            .replace("recovery: 40s", "recovery: " + (jar == null ? "40s" : "10m")));
    ProductProcess product = new ProductProcess(name, home, ProductProcess.freePort());
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
