package com.dhakacart.runbook.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has not ended yet, from the engine's own tables: whatever the nodes are doing. */
class OpenIncidents {

  private final JdbcClient database;

  OpenIncidents(JdbcClient database) {
    this.database = database;
  }

  /** Until everything that was to fail has failed, and its incident has ended. */
  void awaitEnd(Counterparts counterparts, Episodes episodes, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              assertThat(whereTheyWait()).as("open incidents").isEmpty();
              assertThat(episodes.incidents()).hasSizeGreaterThanOrEqualTo(counterparts.count());
            });
  }

  private List<String> whereTheyWait() {
    return database
        .sql(
            """
            select p.BUSINESS_KEY_, a.ACT_ID_, a.START_TIME_, j.HANDLER_CFG_, j.DUEDATE_, j.RETRIES_,
              j.LOCK_OWNER_, j.EXCEPTION_MSG_
            from ACT_HI_PROCINST p
            left join ACT_HI_ACTINST a
              on a.ROOT_PROC_INST_ID_ = p.PROC_INST_ID_ and a.END_TIME_ is null
            left join ACT_RU_JOB j on j.EXECUTION_ID_ = a.EXECUTION_ID_
            where p.END_TIME_ is null order by 1, 3""")
        .query()
        .listOfRows()
        .stream()
        .map(it -> it.values().toString())
        .toList();
  }
}
