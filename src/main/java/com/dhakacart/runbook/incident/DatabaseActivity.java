package com.dhakacart.runbook.incident;

import java.util.List;

/**
 * What the database itself said, at one moment. Only here a lock that outlives every restart of the
 * backend differs from dead connections that a restart would clear.
 *
 * @param access how the database received a new connection
 * @param accessProblem why it did not take it or did not answer, in its own words or the driver's;
 *     null when it did
 * @param connectMillis until the new connection stood, was refused, or was given up
 * @param slotsUsed connections of clients now, this look's own among them; null when it could not
 *     be asked
 * @param slotsForClients {@code max_connections} without those that are kept for superusers; null
 *     when it could not be asked
 * @param recognizedBy how the backend's sessions were told from others
 * @param sessions counted by whose they are, state and what they wait for
 * @param blockers sessions that others wait for, those that most wait for first
 * @param frozen the backend's sessions that show a wait for a lock which nobody holds: their
 *     processes do not answer any more
 */
public record DatabaseActivity(
    Access access,
    String accessProblem,
    long connectMillis,
    Integer slotsUsed,
    Integer slotsForClients,
    String recognizedBy,
    List<SessionGroup> sessions,
    List<Blocker> blockers,
    int frozen) {

  /** How a new connection fares. */
  public enum Access {
    ACCEPTS,
    /** Nothing answers at its address: the connection is refused. */
    AWAY,
    /** Nothing comes back in time, of a new connection or of a question over it. */
    SILENT,
    /** It answers, and takes no login: it starts, stops, or is told not to. */
    REFUSES_LOGINS,
    NO_FREE_SLOTS
  }

  /**
   * @param ofBackend whether the sessions are the backend's own
   * @param state as {@code pg_stat_activity} names it, such as {@code idle in transaction}
   * @param waitsFor wait event type and name, such as {@code Lock relation}; empty when it waits
   *     for nothing
   */
  public record SessionGroup(boolean ofBackend, String state, String waitsFor, int count) {}

  /**
   * A session that others wait for.
   *
   * @param session its process id, database user, application and address, as far as known
   * @param blocksOfBackend the backend's sessions that wait for it, directly or behind each other
   * @param longestWaitSeconds how long the longest of these waits already
   * @param transactionSeconds how long its transaction is open; null when unknown
   */
  public record Blocker(
      String session,
      boolean ofBackend,
      String state,
      int blocksOfBackend,
      double longestWaitSeconds,
      Double transactionSeconds) {}

  public DatabaseActivity {
    sessions = List.copyOf(sessions);
    blockers = List.copyOf(blockers);
  }

  /** For a database that took no connection, so that nothing else could be asked. */
  public static DatabaseActivity closed(Access access, String problem, long tookMillis) {
    return new DatabaseActivity(
        access, problem, tookMillis, null, null, null, List.of(), List.of(), 0);
  }

  /** Whether the last slot that is not kept for superusers is taken. */
  public boolean full() {
    return access == Access.NO_FREE_SLOTS
        || (slotsUsed != null && slotsForClients != null && slotsUsed >= slotsForClients);
  }

  /** Whether one more connection is welcome. */
  public boolean takesConnections() {
    return access == Access.ACCEPTS && !full();
  }

  /** The backend's sessions that do something or wait for something. */
  public int busyOfBackend() {
    return sessions.stream()
        .filter(SessionGroup::ofBackend)
        .filter(it -> it.state() != null && !it.state().equals("idle"))
        .mapToInt(SessionGroup::count)
        .sum();
  }

  /** The backend's sessions for which the database has nothing to do until the backend speaks. */
  public int idleOfBackend() {
    return sessions.stream()
        .filter(SessionGroup::ofBackend)
        .filter(it -> it.state() != null && it.state().startsWith("idle"))
        .filter(it -> it.waitsFor().equals("Client ClientRead"))
        .mapToInt(SessionGroup::count)
        .sum();
  }
}
