package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_ACCEPTS_CONNECTIONS;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_LOCK_HELD_BY_BACKEND;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_LOCK_HELD_BY_OTHERS;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_NO_FREE_SLOTS;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_REFUSES_LOGINS;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_SESSIONS_FROZEN;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_SILENT;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_CONNECTIONS_IDLE_IN_DATABASE;

import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.DatabaseActivity.Blocker;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the database itself says, and what its refusals say in the logs. */
final class SessionSigns {

  private static final Pattern NO_SLOTS =
      Pattern.compile(
          "too many clients already|remaining connection slots are reserved|too many connections for (role|database)");
  private static final Pattern NO_LOGIN =
      Pattern.compile(
          "password authentication failed|no pg_hba.conf entry|is not permitted to log in|is not currently accepting connections|the database system is (starting up|shutting down|in recovery mode)");

  /** Locks are waited for all the time, for milliseconds. */
  private static final double WAITS_SECONDS = 2;

  private SessionSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    Optional<DatabaseActivity> asked = symptoms.databaseActivity();
    return List.of(
        refusesLogins(symptoms, asked),
        noFreeSlots(symptoms, asked),
        asked.flatMap(SessionSigns::accepts),
        asked.flatMap(SessionSigns::heldByOthers),
        asked.flatMap(SessionSigns::heldByBackend),
        asked.flatMap(SessionSigns::frozen),
        asked.flatMap(it -> idleInDatabase(symptoms, it)));
  }

  /**
   * A database that is configured and does not answer this place. Not where a pod has just been
   * answered: then it is only this place that is cut off, or its settings are wrong.
   */
  static Optional<Observation> silent(Symptoms symptoms) {
    return symptoms
        .databaseActivity()
        .filter(it -> it.access() == Access.SILENT || it.access() == Access.AWAY)
        .filter(it -> !DatabaseSigns.somePodReachesIt(symptoms))
        .map(
            it ->
                new Observation(
                    DATABASE_SILENT,
                    "no answer after %d ms: %s".formatted(it.connectMillis(), it.accessProblem())));
  }

  private static Optional<Observation> refusesLogins(
      Symptoms symptoms, Optional<DatabaseActivity> asked) {
    return asked
        .filter(it -> it.access() == Access.REFUSES_LOGINS)
        .flatMap(it -> when(true, DATABASE_REFUSES_LOGINS, it.accessProblem()))
        .or(() -> DatabaseSigns.healthOrLines(symptoms, NO_LOGIN, DATABASE_REFUSES_LOGINS));
  }

  private static Optional<Observation> noFreeSlots(
      Symptoms symptoms, Optional<DatabaseActivity> asked) {
    return asked
        .filter(DatabaseActivity::full)
        .flatMap(
            it ->
                when(
                    true,
                    DATABASE_NO_FREE_SLOTS,
                    it.slotsUsed() == null
                        ? it.accessProblem()
                        : "%d of %d connections are used"
                            .formatted(it.slotsUsed(), it.slotsForClients())))
        .or(() -> DatabaseSigns.healthOrLines(symptoms, NO_SLOTS, DATABASE_NO_FREE_SLOTS));
  }

  private static Optional<Observation> accepts(DatabaseActivity it) {
    return when(
        it.takesConnections(),
        DATABASE_ACCEPTS_CONNECTIONS,
        "a new connection stood after %d ms, %s of %s are used"
            .formatted(it.connectMillis(), it.slotsUsed(), it.slotsForClients()));
  }

  /** Also where the backend's own session is in between: the next one in line is the other's. */
  private static Optional<Observation> heldByOthers(DatabaseActivity activity) {
    return holder(activity, false)
        .flatMap(it -> when(true, DATABASE_LOCK_HELD_BY_OTHERS, words(it)));
  }

  private static Optional<Observation> heldByBackend(DatabaseActivity activity) {
    return holder(activity, false).isPresent()
        ? Optional.empty()
        : holder(activity, true)
            .flatMap(it -> when(true, DATABASE_LOCK_HELD_BY_BACKEND, words(it)));
  }

  /** Who is waited for by so many that it is more than the daily queue. */
  private static Optional<Blocker> holder(DatabaseActivity activity, boolean ofBackend) {
    return activity.blockers().stream()
        .filter(it -> it.ofBackend() == ofBackend)
        .filter(it -> it.longestWaitSeconds() >= WAITS_SECONDS)
        .filter(
            it ->
                it.blocksOfBackend() >= Symptoms.SEVERAL
                    || (it.blocksOfBackend() > 0
                        && it.blocksOfBackend() * 2 >= activity.busyOfBackend()))
        .findFirst();
  }

  private static Optional<Observation> frozen(DatabaseActivity it) {
    return when(
        it.frozen() >= Symptoms.SEVERAL,
        DATABASE_SESSIONS_FROZEN,
        "%d sessions show a wait for a lock that nobody holds".formatted(it.frozen()));
  }

  /**
   * What the pools count as in use, and the database has answered: whoever took these connections
   * does not give them back.
   */
  private static Optional<Observation> idleInDatabase(
      Symptoms symptoms, DatabaseActivity activity) {
    List<DatabaseCheck> pools =
        symptoms.health().stream()
            .map(PodHealth::database)
            .filter(Objects::nonNull)
            .filter(it -> it.totalConnections() != null && it.idleConnections() != null)
            .toList();
    int idleInPools = pools.stream().mapToInt(DatabaseCheck::idleConnections).sum();
    int inUse = pools.stream().mapToInt(DatabaseCheck::totalConnections).sum() - idleInPools;
    int kept = Math.min(inUse, activity.idleOfBackend() - idleInPools);
    boolean full = symptoms.health().stream().anyMatch(DatabaseSigns::poolIsFull);
    return when(
        full && kept >= Symptoms.SEVERAL && kept * 2 > inUse,
        POOL_CONNECTIONS_IDLE_IN_DATABASE,
        "of %d connections that the pools call in use, %d wait in the database for the backend's next word (ClientRead)"
            .formatted(inUse, kept));
  }

  private static String words(Blocker it) {
    return "%d sessions of the backend wait for %s (%s), the longest for %.0f s"
        .formatted(
            it.blocksOfBackend(),
            it.session(),
            it.state() == null ? "state not known" : it.state(),
            it.longestWaitSeconds());
  }
}
