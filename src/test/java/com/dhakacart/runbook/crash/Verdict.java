package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether nothing was lost and nothing was done twice, by the database and the counterparts. */
record Verdict(JdbcClient database, Counterparts counterparts, Episodes episodes) {

  private static final Logger log = LoggerFactory.getLogger(Verdict.class);

  void everythingIsThereOnce() {
    Map<String, String> incidents = episodes.incidents();
    assertThat(keys("select BUSINESS_KEY_ from ACT_HI_PROCINST where END_TIME_ is not null"))
        .as("alerts that were answered with 2xx, each an incident, ended")
        .containsExactlyInAnyOrderElementsOf(incidents.keySet());
    assertThat(keys("select incident_key from runbook_incident where outcome is null")).isEmpty();
    assertThat(
            keys(
                "select ID_ from ACT_HI_TASKINST where END_TIME_ is not null and DELETE_REASON_ = 'completed'"))
        .as("decisions that were answered with 2xx stand")
        .containsAll(episodes.decided());
    assertThat(counterparts.worlds().repeated())
        .as("changes that reached the cluster twice")
        .isEmpty();
    assertThat(writesByService())
        .as("changes in the cluster, and those that the runbook knows of")
        .isEqualTo(knownChanges(incidents));
    assertThat(counterparts.people().repeated())
        .as("pages and tickets that arrived twice")
        .isEmpty();
    assertThat(counterparts.people().taken())
        .as("every page that was recorded arrived")
        .containsAll(
            keys(
                "select 'page ' || incident_key || '/' || stage from runbook_page where sent_with is null"));
    assertThat(keys("select INCIDENT_TYPE_ from ACT_HI_INCIDENT"))
        .as("steps that failed")
        .isEmpty();
    log.info(
        "{} incidents, {} decisions, {} changes, {} pages and tickets: each once",
        incidents.size(),
        episodes.decided().size(),
        counterparts.worlds().writes().size(),
        counterparts.people().taken().size());
  }

  private List<String> keys(String sql) {
    return database.sql(sql).query(String.class).list();
  }

  private Map<String, Integer> writesByService() {
    return counterparts.worlds().writes().stream()
        .collect(
            Collectors.toMap(
                it -> Worlds.service(it.world()), it -> 1, Integer::sum, TreeMap::new));
  }

  private Map<String, Integer> knownChanges(Map<String, String> incidents) {
    return keys("select incident_key from runbook_change where result not like '%by hand%'")
        .stream()
        .filter(incidents::containsKey)
        .collect(Collectors.toMap(incidents::get, it -> 1, Integer::sum, TreeMap::new));
  }
}
