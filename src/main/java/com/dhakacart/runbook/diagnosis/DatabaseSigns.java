package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.CONNECT_TIMEOUTS_TO_DATABASE;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_HEALTHY;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_LOCK_SUSPECTED;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_NOT_REACHED;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_READ_ONLY;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_REFUSES_CONNECTIONS;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_EXHAUSTED;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_EXHAUSTED_IN_SOME_PODS;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_FULL_AGAIN_AFTER_RESTART;
import static com.dhakacart.runbook.incident.Observation.Kind.SCHEMA_ERROR_IN_DATABASE;

import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the health endpoint and the error field of the logs say of the database. */
final class DatabaseSigns {

  private static final Pattern CONNECT_TIMEOUT =
      Pattern.compile("timeout exceeded when trying to connect|due to connection timeout");

  /** Said of a new connection, where the one above is also said of waiting for one of the pool. */
  private static final Pattern NEVER_STOOD = Pattern.compile("due to connection timeout");

  private static final Pattern REFUSED =
      Pattern.compile("ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH");

  /** Nobody got as far as the database. */
  private static final Pattern NO_NAME = Pattern.compile("ENOTFOUND|EAI_AGAIN");

  private static final Pattern OF_THE_POD =
      Pattern.compile("\\b127(?:\\.\\d{1,3}){3}\\b|(?<![0-9a-f:])::1\\b|\\blocalhost\\b");
  private static final Pattern LOCK =
      Pattern.compile(
          "canceling statement due to (lock|statement) timeout|deadlock detected|could not obtain lock|Query read timeout");

  /** Not what customers enter, as a name that is taken: every release is told that. */
  private static final Pattern WRONG_QUESTION =
      Pattern.compile(
          "(relation|column|function|type) .*does not exist|syntax error at or near|violates (not-null|check) constraint");

  /** SQLSTATE 25006: a standby, or a primary that is told to take no writes. */
  private static final Pattern READ_ONLY =
      Pattern.compile("cannot execute .* in a read-only transaction");

  private static final Duration JUST_RESTARTED = Duration.ofMinutes(5);

  private DatabaseSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    Optional<Observation> exhausted = poolExhausted(symptoms);
    List<Optional<Observation>> signs = new ArrayList<>();
    signs.add(exhausted);
    signs.add(exhaustedInSomePods(symptoms, exhausted));
    signs.add(fullAgainAfterRestart(symptoms, exhausted));
    signs.add(lines(symptoms, CONNECT_TIMEOUT, CONNECT_TIMEOUTS_TO_DATABASE));
    Optional<Observation> refuses = refuses(symptoms);
    signs.add(refuses);
    signs.add(refuses.isPresent() ? Optional.empty() : SessionSigns.silent(symptoms));
    signs.add(lines(symptoms, LOCK, DATABASE_LOCK_SUSPECTED));
    signs.add(lines(symptoms, WRONG_QUESTION, SCHEMA_ERROR_IN_DATABASE));
    Optional<Observation> readOnly = lines(symptoms, READ_ONLY, DATABASE_READ_ONLY);
    signs.add(readOnly);
    // the health check only reads
    signs.add(readOnly.isPresent() ? Optional.empty() : healthy(symptoms));
    signs.addAll(SessionSigns.of(symptoms));
    return signs;
  }

  /** Whether the pod finds no database, so that new pods would not become ready. */
  static boolean isAway(PodHealth pod) {
    return pod.database() != null
        && pod.database().error() != null
        && refuses(pod.database().error());
  }

  /** The pod's own address is no database: it is a proxy beside the backend, or a wrong setting. */
  private static boolean refuses(String error) {
    return REFUSED.matcher(error).find() && !OF_THE_POD.matcher(error).find();
  }

  /** The log line is about the database and no other address. */
  static boolean isAboutDatabase(LogPattern line) {
    return line.message().startsWith("Database")
        || line.message().startsWith("Readiness check")
        || line.error().contains(":5432")
        || CONNECT_TIMEOUT.matcher(line.error()).find();
  }

  private static Optional<Observation> poolExhausted(Symptoms symptoms) {
    boolean most = Symptoms.most(symptoms.health(), DatabaseSigns::poolIsFull);
    return when(most, POOL_EXHAUSTED, most ? figures(symptoms) : "");
  }

  /** The others reach the same database, so that it is the connections of these. */
  private static Optional<Observation> exhaustedInSomePods(
      Symptoms symptoms, Optional<Observation> exhausted) {
    boolean some = symptoms.health().stream().anyMatch(DatabaseSigns::poolIsFull);
    boolean seen = exhausted.isEmpty() && some && somePodReachesIt(symptoms);
    return when(seen, POOL_EXHAUSTED_IN_SOME_PODS, seen ? figures(symptoms) : "");
  }

  static boolean poolIsFull(PodHealth pod) {
    DatabaseCheck it = pod.database();
    return it != null
        && it.totalConnections() != null
        && it.totalConnections() > 0
        && Objects.equals(it.idleConnections(), 0)
        && it.waitingClients() != null
        && it.waitingClients() > 0;
  }

  private static Optional<Observation> fullAgainAfterRestart(
      Symptoms symptoms, Optional<Observation> exhausted) {
    boolean young =
        !symptoms.pods().isEmpty()
            && symptoms.pods().stream()
                .allMatch(it -> symptoms.within(it.startedAt(), JUST_RESTARTED));
    boolean justRestarted =
        symptoms
            .releases()
            .flatMap(Releases::current)
            .filter(it -> it.origin() == Release.Origin.RESTART)
            .filter(it -> symptoms.within(it.createdAt(), JUST_RESTARTED))
            .isPresent();
    return when(
        exhausted.isPresent() && young && justRestarted,
        POOL_FULL_AGAIN_AFTER_RESTART,
        "the pods are younger than 5 minutes and their pools are full again");
  }

  /** Whether it is away, or only the way to it is. */
  private static Optional<Observation> refuses(Symptoms symptoms) {
    boolean takesOthers =
        symptoms.databaseActivity().filter(DatabaseActivity::takesConnections).isPresent();
    return whyNoneReachesIt(symptoms)
        .map(
            it ->
                new Observation(
                    takesOthers || NO_NAME.matcher(it).find()
                        ? DATABASE_NOT_REACHED
                        : DATABASE_REFUSES_CONNECTIONS,
                    it));
  }

  private static Optional<String> whyNoneReachesIt(Symptoms symptoms) {
    Optional<String> neverStood = healthOrLines(symptoms, NEVER_STOOD);
    if (neverStood.isPresent()) {
      return neverStood;
    }
    if (Symptoms.most(symptoms.health(), DatabaseSigns::isAway)) {
      return symptoms.health().stream()
          .filter(DatabaseSigns::isAway)
          .map(it -> it.database().error())
          .findFirst();
    }
    if (checks(symptoms).stream().anyMatch(DatabaseSigns::isConnected)) {
      return Optional.empty();
    }
    // silence alone may be that of a database which hangs, whose pools are full
    boolean podsHaveNone =
        checks(symptoms).stream().anyMatch(it -> Objects.equals(it.totalConnections(), 0));
    return symptoms
        .databaseActivity()
        .filter(it -> it.access() == Access.AWAY || (it.access() == Access.SILENT && podsHaveNone))
        .map(DatabaseActivity::accessProblem)
        .or(
            () ->
                inWords(
                    LogSigns.several(symptoms, it -> isAboutDatabase(it) && refuses(it.error()))));
  }

  private static List<DatabaseCheck> checks(Symptoms symptoms) {
    return symptoms.health().stream().map(PodHealth::database).filter(Objects::nonNull).toList();
  }

  private static boolean isConnected(DatabaseCheck it) {
    return reaches(it) || (it.totalConnections() != null && it.totalConnections() > 0);
  }

  private static boolean reaches(DatabaseCheck it) {
    return "healthy".equals(it.status());
  }

  /** Whether a pod has just asked the database and was answered. */
  static boolean somePodReachesIt(Symptoms symptoms) {
    return checks(symptoms).stream().anyMatch(DatabaseSigns::reaches);
  }

  private static Optional<Observation> lines(
      Symptoms symptoms, Pattern error, Observation.Kind kind) {
    return inWords(LogSigns.telling(symptoms, it -> error.matcher(it.error()).find()))
        .map(it -> new Observation(kind, it));
  }

  private static Optional<String> inWords(List<LogPattern> lines) {
    return lines.stream()
        .findFirst()
        .map(it -> "%d log lines such as '%s'".formatted(LogSigns.count(lines), it.error()));
  }

  /** Most pods' health check says it, or several lines do. */
  static Optional<Observation> healthOrLines(
      Symptoms symptoms, Pattern error, Observation.Kind kind) {
    return healthOrLines(symptoms, error).map(it -> new Observation(kind, it));
  }

  private static Optional<String> healthOrLines(Symptoms symptoms, Pattern error) {
    List<String> said =
        symptoms.health().stream()
            .map(PodHealth::database)
            .filter(Objects::nonNull)
            .map(DatabaseCheck::error)
            .filter(Objects::nonNull)
            .filter(it -> error.matcher(it).find())
            .toList();
    return said.size() * 2 > symptoms.health().size()
        ? Optional.of(said.get(0))
        : inWords(LogSigns.several(symptoms, it -> error.matcher(it.error()).find()));
  }

  /** A few that have their connections still say nothing of those that gave no answer. */
  private static Optional<Observation> healthy(Symptoms symptoms) {
    List<DatabaseCheck> checks = checks(symptoms);
    return when(
        Symptoms.most(symptoms.health(), it -> it.database() != null)
            && checks.stream()
                .allMatch(
                    it ->
                        reaches(it) && (it.responseMillis() == null || it.responseMillis() < 1000)),
        DATABASE_HEALTHY,
        "/health calls the database healthy on %d of %d pods"
            .formatted(checks.size(), symptoms.health().size()));
  }

  private static String figures(Symptoms symptoms) {
    DatabaseCheck first =
        symptoms.health().stream()
            .filter(DatabaseSigns::poolIsFull)
            .map(PodHealth::database)
            .findFirst()
            .orElseThrow();
    return "%d connections, none idle, %d clients waiting, on %d of %d pods"
        .formatted(
            first.totalConnections(),
            first.waitingClients(),
            symptoms.health().stream().filter(DatabaseSigns::poolIsFull).count(),
            symptoms.health().size());
  }
}
