package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.dhakacart.runbook.fixtures.Ports;
import com.dhakacart.runbook.fixtures.ProductProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** This release on the database of an older one; the services are broken still. */
class UpgradeRun implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String APPROVAL = "userTask_approveChange";

  private static final String OPEN_APPROVALS =
      """
      select t.ID_, i.service from ACT_RU_TASK t
      join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_
      join runbook_incident i on i.incident_key = e.BUSINESS_KEY_
      where t.TASK_DEF_KEY_ = '%s'"""
          .formatted(APPROVAL);

  private static final String CHANGES_THAT_ARE_TRIED =
      """
      select j.ID_, i.service from ACT_RU_JOB j
      join ACT_RU_JOBDEF d on d.ID_ = j.JOB_DEF_ID_
      join ACT_RU_EXECUTION e on e.ID_ = j.PROCESS_INSTANCE_ID_
      join runbook_incident i on i.incident_key = e.BUSINESS_KEY_
      where d.ACT_ID_ = 'event_clusterUnreachable'""";

  private final Set<String> approvals;
  private final Set<String> toBeChanged;
  private final OlderDatabase.Place place;
  private final Counterparts counterparts;
  private final ProductProcess product;
  private final Episodes people;
  private final Verdict verdict;

  UpgradeRun(Path folder, OlderDatabase older) throws IOException {
    place = older.filled(folder);
    JdbcClient database = place.jdbc();
    Map<String, String> asked = openApprovals(database);
    approvals = asked.keySet();
    toBeChanged = new HashSet<>(asked.values());
    toBeChanged.addAll(pairs(database, CHANGES_THAT_ARE_TRIED).values());
    assertThat(toBeChanged).hasSizeGreaterThan(approvals.size());
    counterparts = new Counterparts(new KillPoints(List.of()), 2);
    counterparts.letRestartsFail(false);
    counterparts.breakAgain();
    Files.writeString(
        folder.resolve("application.yaml"), counterparts.settings(place.url(), place.user(), ""));
    product =
        new ProductProcess("now", folder, Ports.free())
            // approvals that were given are as old as the dump
            .with("--runbook.approval.valid-for=36500d");
    people = new Episodes(product::uri, UpgradeRun::decide);
    people.know(pairs(database, "select incident_key, service from runbook_incident"));
    verdict = Verdict.ofWhatIsDoneFromNowOn(database, counterparts, people);
    product.start();
  }

  /** Whatever its path is: nobody but the change heals a service. */
  private static Map<String, String> decide(Episodes.Asked asked) {
    if (asked.service().isEmpty()) {
      return Map.of();
    }
    return asked.step().equals(APPROVAL)
        ? CrashPath.ROLLED_BACK.decide(asked)
        : CrashPath.of(Worlds.number(asked.service())).decide(asked);
  }

  /** Their tasks, each with its service. */
  static Map<String, String> openApprovals(JdbcClient database) {
    return pairs(database, OPEN_APPROVALS);
  }

  private static Map<String, String> pairs(JdbcClient database, String sql) {
    return database
        .sql(sql)
        .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  void awaitApprovedChanges() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(changedServices())
                    .as("services that are changed, as was approved")
                    .containsAll(toBeChanged));
  }

  void awaitEnd() {
    await().atMost(PATIENCE).until(() -> people.open() == 0);
  }

  /** After SIGTERM, which ends what runs. */
  void openApprovalsCounted_andEachChangeIsThereOnce() {
    product.terminate();
    assertThat(people.decided()).as("approvals that were open").containsAll(approvals);
    assertThat(changedServices()).containsAll(toBeChanged);
    verdict.changesAreThereOnce();
    verdict.noStepFailed();
  }

  void everythingIsThereOnce() {
    openApprovalsCounted_andEachChangeIsThereOnce();
    verdict.everythingIsThereOnce();
  }

  private Set<String> changedServices() {
    return counterparts.worlds().writes().stream()
        .map(it -> Worlds.service(it.world()))
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    people.close();
    product.close();
    counterparts.close();
    place.close();
  }
}
