package com.dhakacart.runbook.delegates.remediation.planning;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.DatabaseActivity;
import java.util.Optional;

/** What a person asks PostgreSQL where the runbook could not: who holds up whom. */
public final class LockQuestion {

  /** One row for each session that others wait for; it reads, and changes nothing. */
  static final String SQL =
      "select holder.pid, holder.usename, holder.application_name, holder.client_addr, holder.state,"
          + " holder.xact_start, count(distinct waiting.pid) as waiting"
          + " from pg_locks wanted"
          + " join pg_stat_activity waiting on waiting.pid = wanted.pid"
          + " join pg_stat_activity holder on holder.pid = any(pg_blocking_pids(waiting.pid))"
          + " where not wanted.granted"
          + " group by 1, 2, 3, 4, 5, 6 order by waiting desc;";

  private LockQuestion() {}

  /**
   * Why it has to be asked. What is unknown says why for itself.
   *
   * @param activity what came when the runbook asked; empty where it did not
   */
  static String bothReadings(Optional<Answer<DatabaseActivity>> activity) {
    String because =
        activity
            .flatMap(Answer::known)
            .map(DatabaseActivity::accessProblem)
            .map(it -> " (" + it + ")")
            .orElse("");
    return "The database itself could not be asked%s. Without it two readings look the same: connections that do not answer any more, which a restart clears; or a lock that a session holds in the database, or code that keeps its connections: new pods would fill up within seconds, and a restart makes it worse"
        .formatted(because);
  }

  /**
   * What a probe has shown, and what to ask now.
   *
   * @param because what was seen
   */
  public static String found(String because) {
    return "A restart does not help, %s. A session holds a lock in the database, or the code keeps its connections. %s"
        .formatted(because, inWords());
  }

  /** What its answers mean, with the question. */
  static String inWords() {
    return "Ask the database who waits for whom (as pg_monitor): "
        + SQL
        + " A row names who holds a lock: that transaction has to end (pg_terminate_backend, by who"
        + " owns it), and a restart is of no use. No row, and sessions of the backend that idle in"
        + " ClientRead while its pools are full: the code keeps its connections. Neither: its"
        + " connections do not answer any more, and a restart helps";
  }
}
