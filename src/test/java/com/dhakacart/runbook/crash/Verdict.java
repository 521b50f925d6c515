package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whether nothing was lost and nothing was done twice, by the database and the counterparts.
 *
 * @param before changes, pages and tickets that other counterparts got
 */
record Verdict(
    JdbcClient database,
    Notes notes,
    Counterparts counterparts,
    Episodes episodes,
    Set<String> before) {

  private static final Logger log = LoggerFactory.getLogger(Verdict.class);

  Verdict(JdbcClient database, Counterparts counterparts, Episodes episodes) {
    this(database, new Notes(database), counterparts, episodes, Set.of());
  }

  /** Of a database that has an earlier life. */
  static Verdict ofWhatIsDoneFromNowOn(
      JdbcClient database, Counterparts counterparts, Episodes episodes) {
    Notes notes = new Notes(database);
    Set<String> before =
        Stream.of(notes.pages(), notes.tickets(), notes.changes().keySet())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    return new Verdict(database, notes, counterparts, episodes, before);
  }

  void everythingIsThereOnce() {
    noStepFailed();
    assertThat(pathsMadeByHand())
        .as("paths in which a change was left to a person")
        .isSubsetOf(CrashPath.BY_HAND);
    everythingElseIsThereOnce();
  }

  /**
   * Where steps may have failed as often as they may. There the API server is away for long, too: a
   * person makes what it did not take, or makes the undo that could not be planned.
   */
  void everythingIsThereOnceAndWhatFailedWasRepeated() {
    whatFailedWasPagedOnceAndRepeated();
    log.info("Left to a person: changes of {}", pathsMadeByHand());
    everythingElseIsThereOnce();
  }

  private void everythingElseIsThereOnce() {
    Map<String, String> incidents = episodes.incidents();
    assertThat(keys("select BUSINESS_KEY_ from ACT_HI_PROCINST where END_TIME_ is not null"))
        .as("alerts that were answered with 2xx, each an incident, ended")
        .containsExactlyInAnyOrderElementsOf(incidents.keySet());
    assertThat(keys("select incident_key from runbook_incident where outcome is null")).isEmpty();
    decisionsStand();
    changesAreThereOnce();
    assertThat(notes.approvedAndNotMade()).as("changes that were approved and not made").isEmpty();
    assertThat(counterparts.people().repeated())
        .as("pages and tickets that arrived twice")
        .isEmpty();
    assertThat(counterparts.people().taken())
        .as("every page that was recorded arrived, and every ticket that was filed")
        .containsAll(fromNowOn(notes.pagesSentAlone()))
        .containsAll(fromNowOn(notes.tickets()));
    assertThat(keys("select sent_with from runbook_page where sent_with is not null"))
        .as("pages that were put together are in one that was recorded")
        .isSubsetOf(keys("select stage from runbook_page where team is null"));
    log.info(
        "{} incidents, {} decisions, {} changes, {} pages and tickets, {} of them by mail: each once",
        incidents.size(),
        episodes.decided().size(),
        counterparts.worlds().writes().size(),
        counterparts.people().taken().size(),
        counterparts.people().mails());
  }

  private Set<CrashPath> pathsMadeByHand() {
    return notes.madeByHand().stream()
        .map(episodes.incidents()::get)
        .map(service -> CrashPath.of(Worlds.number(service)))
        .collect(Collectors.toSet());
  }

  void decisionsStand() {
    assertThat(
            keys(
                "select ID_ from ACT_HI_TASKINST where END_TIME_ is not null and DELETE_REASON_ = 'completed'"))
        .as("decisions that were answered with 2xx stand")
        .containsAll(episodes.decided());
  }

  void changesAreThereOnce() {
    assertThat(counterparts.worlds().repeated())
        .as("changes that reached the cluster twice")
        .isEmpty();
    Map<String, Integer> made = writesByService();
    Map<String, Integer> known = knownChanges(episodes.incidents());
    assertThat(made)
        .as("changes in the cluster, and those that the runbook knows of; %s", details(made, known))
        .isEqualTo(known);
  }

  /** Of the services whose numbers differ. */
  private String details(Map<String, Integer> made, Map<String, Integer> known) {
    Predicate<String> differs = it -> !Objects.equals(made.get(it), known.get(it));
    return counterparts.worlds().writes().stream()
            .filter(it -> differs.test(Worlds.service(it.world())))
            .map(Object::toString)
            .collect(Collectors.joining("\n", "made:\n", "\n"))
        + database
            .sql("select * from runbook_change order by incident_key")
            .query()
            .listOfRows()
            .stream()
            .filter(it -> differs.test(episodes.incidents().get(it.get("incident_key"))))
            .map(Object::toString)
            .collect(Collectors.joining("\n", "known:\n", "\n"));
  }

  void noStepFailed() {
    assertThat(keys("select INCIDENT_TYPE_ from ACT_HI_INCIDENT"))
        .as("steps that failed")
        .isEmpty();
  }

  private void whatFailedWasPagedOnceAndRepeated() {
    List<String> failed = keys("select HISTORY_CONFIGURATION_ from ACT_HI_INCIDENT");
    assertThat(failed).as("steps that failed, as where no ticket is taken").isNotEmpty();
    assertThat(keys("select HISTORY_CONFIGURATION_ from ACT_HI_INCIDENT where END_TIME_ is null"))
        .as("steps that failed and that nobody tried again")
        .isEmpty();
    assertThat(keys("select stage from runbook_page where stage like 'step failed %'"))
        .as("pages of steps that failed")
        .containsExactlyInAnyOrderElementsOf(
            failed.stream().map(it -> "step failed " + it).toList());
    log.info(
        "{} steps failed as often as they may, and were tried again by a person", failed.size());
  }

  private List<String> keys(String sql) {
    return database.sql(sql).query(String.class).list();
  }

  private Set<String> fromNowOn(Collection<String> keys) {
    Set<String> now = new HashSet<>(keys);
    now.removeAll(before);
    return now;
  }

  /** What was changed before is not taken back in a cluster that never had it. */
  private Map<String, String> changes() {
    return notes.changes().entrySet().stream()
        .filter(it -> before.stream().noneMatch(earlier -> it.getKey().endsWith(earlier)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<String, Integer> writesByService() {
    return counterparts.worlds().writes().stream()
        .collect(
            Collectors.toMap(
                it -> Worlds.service(it.world()), it -> 1, Integer::sum, TreeMap::new));
  }

  private Map<String, Integer> knownChanges(Map<String, String> incidents) {
    return changes().values().stream()
        .filter(incidents::containsKey)
        .collect(Collectors.toMap(incidents::get, it -> 1, Integer::sum, TreeMap::new));
  }
}
