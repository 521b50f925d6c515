package com.dhakacart.runbook.process.paging;

import com.dhakacart.runbook.incident.Team;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether a team can take one page more now, or has had as many as it can read, from whichever
 * node: each team has a few places in a table, and whoever takes one that is free sends a page.
 */
@Component
class PageRate {

  private final PageSettings settings;
  private final JdbcClient jdbc;
  private final Clock clock;

  /** What was sent stays sent, whatever becomes of the step. */
  private final TransactionTemplate ownTransaction;

  PageRate(
      PageSettings settings,
      JdbcClient jdbc,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.clock = clock;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** Counts it where it is allowed. */
  boolean allows(Team team) {
    Instant now = clock.instant();
    Instant free = now.minus(settings.per());
    Map<Integer, Instant> used = used(team);
    return IntStream.rangeClosed(1, settings.oneByOne())
        .filter(it -> !used.containsKey(it) || used.get(it).isBefore(free))
        .anyMatch(
            it -> used.containsKey(it) ? takes(team, it, now, free) : takesFirst(team, it, now));
  }

  private Map<Integer, Instant> used(Team team) {
    return jdbc
        .sql("select place, used_at from runbook_page_place where team = ?")
        .param(team.name())
        .query((row, n) -> Map.entry(row.getInt(1), row.getTimestamp(2).toInstant()))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private boolean takes(Team team, int place, Instant now, Instant free) {
    return changes(
        "update runbook_page_place set used_at = ? where team = ? and place = ? and used_at < ?",
        Timestamp.from(now),
        team.name(),
        place,
        Timestamp.from(free));
  }

  private boolean takesFirst(Team team, int place, Instant now) {
    try {
      return changes(
          "insert into runbook_page_place (team, place, used_at) values (?, ?, ?)",
          team.name(),
          place,
          Timestamp.from(now));
    } catch (DuplicateKeyException e) {
      return false; // somebody else's, in this moment
    }
  }

  private boolean changes(String sql, Object... values) {
    Integer rows = ownTransaction.execute(status -> jdbc.sql(sql).params(values).update());
    return rows != null && rows > 0;
  }
}
