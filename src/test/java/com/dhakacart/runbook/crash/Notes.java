package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.process.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the runbook noted of what it did, and of what it was told to. */
record Notes(JdbcClient database) {

  private static final String MADE_BY_HAND = "result like '%by hand%'";

  /** As {@link CalledPeople} calls them. */
  Set<String> pages() {
    return Set.copyOf(keys("select 'page ' || incident_key || '/' || stage from runbook_page"));
  }

  /** Those that were not put together with others. */
  Set<String> pagesSentAlone() {
    return Set.copyOf(
        keys(
            "select 'page ' || incident_key || '/' || stage from runbook_page where sent_with is null"));
  }

  /** Of each incident that went by "File ticket". */
  Set<String> tickets() {
    return Set.copyOf(
        keys(
            """
            select 'ticket ' || p.BUSINESS_KEY_ from ACT_HI_ACTINST a
            join ACT_HI_PROCINST p on p.PROC_INST_ID_ = a.ROOT_PROC_INST_ID_
            where a.ACT_ID_ = 'serviceTask_fileTicket'"""));
  }

  /** Changes that nobody typed, with their incidents. */
  Map<String, String> changes() {
    return database
        .sql(
            "select change_id || ' of ' || incident_key, incident_key from runbook_change where not "
                + MADE_BY_HAND)
        .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Incidents in which a person made what the runbook did not. */
  Set<String> madeByHand() {
    return Set.copyOf(keys("select incident_key from runbook_change where " + MADE_BY_HAND));
  }

  /** Plans that enough people approved, that no newer one made void, and that were not made. */
  List<String> approvedAndNotMade() {
    return database
        .sql(
            """
            select p.incident_key, p.plan_number, p.body from runbook_plan p
            where p.approvals_needed <= (select count(*) from runbook_approval a
                where a.incident_key = p.incident_key and a.plan_number = p.plan_number)
              and not exists (select 1 from runbook_plan newer
                where newer.incident_key = p.incident_key and newer.plan_number > p.plan_number)""")
        .query(
            (row, n) ->
                new Approved(
                    row.getString(1), row.getInt(2), Json.read(row.getString(3), Plan.class)))
        .list()
        .stream()
        .filter(it -> !it.isMade(made(it)))
        .map(it -> "%s, of which %s was made".formatted(it, made(it)))
        .toList();
  }

  private Set<String> made(Approved plan) {
    return new HashSet<>(
        database
            .sql("select change_id from runbook_change where incident_key = ? and plan_number = ?")
            .params(plan.incident(), plan.number())
            .query(String.class)
            .list());
  }

  private List<String> keys(String sql) {
    return database.sql(sql).query(String.class).list();
  }

  private record Approved(String incident, int number, Plan plan) {

    /** One way or the other, where it knows two. */
    boolean isMade(Set<String> made) {
      Plan left = plan.without(made);
      return left.changes().isEmpty() || !plan.otherwise().isEmpty() && left.otherwise().isEmpty();
    }
  }
}
