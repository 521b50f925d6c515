package com.dhakacart.runbook.incident;

import static com.dhakacart.runbook.incident.Observation.Kind.CONNECT_TIMEOUTS_TO_DATABASE;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_HEALTHY;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_LOCK_SUSPECTED;
import static com.dhakacart.runbook.incident.Observation.Kind.DATABASE_REFUSES_CONNECTIONS;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_EXHAUSTED;
import static com.dhakacart.runbook.incident.Observation.Kind.POOL_FULL_AGAIN_AFTER_RESTART;
import static com.dhakacart.runbook.incident.Observation.Kind.SCHEMA_ERROR_IN_DATABASE;
import static com.dhakacart.runbook.incident.Observations.when;

import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the health endpoint and the error field of the logs say of the database. */
final class DatabaseSigns {

  private static final Pattern CONNECT_TIMEOUT =
      Pattern.compile("timeout exceeded when trying to connect|due to connection timeout");
  private static final Pattern REFUSED =
      Pattern.compile(
          "ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|the database system is (starting up|shutting down)");
  private static final Pattern NO_SLOTS =
      Pattern.compile("too many clients already|remaining connection slots are reserved");
  private static final Pattern LOCK =
      Pattern.compile(
          "canceling statement due to (lock|statement) timeout|deadlock detected|could not obtain lock|Query read timeout");
  private static final Pattern WRONG_QUESTION =
      Pattern.compile(
          "(relation|column|function|type) .*does not exist|syntax error at or near|invalid input syntax|violates .*constraint");
  private static final Duration JUST_RESTARTED = Duration.ofMinutes(5);

  private DatabaseSigns() {}

  static List<Optional<Observation>> of(Symptoms symptoms) {
    Optional<Observation> exhausted = poolExhausted(symptoms);
    return List.of(
        exhausted,
        fullAgainAfterRestart(symptoms, exhausted),
        lines(symptoms, CONNECT_TIMEOUT, CONNECT_TIMEOUTS_TO_DATABASE),
        refuses(symptoms),
        lines(symptoms, LOCK, DATABASE_LOCK_SUSPECTED),
        lines(symptoms, WRONG_QUESTION, SCHEMA_ERROR_IN_DATABASE),
        healthy(symptoms));
  }

  /** Whether the database itself is away, so that new pods would not become ready. */
  static boolean isAway(PodHealth pod) {
    return pod.database() != null
        && pod.database().error() != null
        && REFUSED.matcher(pod.database().error()).find();
  }

  /** The log line is about the database and no other address. */
  static boolean isAboutDatabase(LogPattern line) {
    return line.message().startsWith("Database")
        || line.message().startsWith("Readiness check")
        || line.error().contains(":5432")
        || CONNECT_TIMEOUT.matcher(line.error()).find();
  }

  private static Optional<Observation> poolExhausted(Symptoms symptoms) {
    int noSlots = symptoms.lines(it -> NO_SLOTS.matcher(it.error()).find());
    boolean poolsFull = Symptoms.most(symptoms.health(), DatabaseSigns::poolIsFull);
    return when(
        poolsFull || noSlots >= Symptoms.SEVERAL,
        POOL_EXHAUSTED,
        poolsFull
            ? figures(symptoms)
            : noSlots + " log lines say that the database has no connection left");
  }

  private static boolean poolIsFull(PodHealth pod) {
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
    boolean merelyRestarted =
        symptoms
            .releases()
            .flatMap(ReleaseSigns::newRelease)
            .filter(it -> symptoms.within(it.createdAt(), JUST_RESTARTED))
            .isEmpty();
    return when(
        exhausted.isPresent() && young && merelyRestarted && symptoms.releases().isPresent(),
        POOL_FULL_AGAIN_AFTER_RESTART,
        "the pods are younger than 5 minutes and their pools are full again");
  }

  private static Optional<Observation> refuses(Symptoms symptoms) {
    boolean everywhere = Symptoms.most(symptoms.health(), DatabaseSigns::isAway);
    int lines = symptoms.lines(it -> isAboutDatabase(it) && REFUSED.matcher(it.error()).find());
    boolean somePoolIsConnected =
        symptoms.health().stream()
            .map(PodHealth::database)
            .filter(Objects::nonNull)
            .anyMatch(it -> it.totalConnections() != null && it.totalConnections() > 0);
    return when(
        everywhere || (lines >= Symptoms.SEVERAL && !somePoolIsConnected),
        DATABASE_REFUSES_CONNECTIONS,
        everywhere
            ? symptoms.health().stream()
                .filter(DatabaseSigns::isAway)
                .map(it -> it.database().error())
                .findFirst()
                .orElseThrow()
            : lines + " log lines say that the database cannot be reached");
  }

  private static Optional<Observation> lines(
      Symptoms symptoms, Pattern error, Observation.Kind kind) {
    int lines = symptoms.lines(it -> error.matcher(it.error()).find());
    String example =
        symptoms.lines().stream()
            .map(LogPattern::error)
            .filter(it -> error.matcher(it).find())
            .findFirst()
            .orElse("");
    return when(
        lines >= Symptoms.SEVERAL, kind, "%d log lines such as '%s'".formatted(lines, example));
  }

  private static Optional<Observation> healthy(Symptoms symptoms) {
    List<DatabaseCheck> checks =
        symptoms.health().stream().map(PodHealth::database).filter(Objects::nonNull).toList();
    return when(
        !checks.isEmpty()
            && checks.stream()
                .allMatch(
                    it ->
                        "healthy".equals(it.status())
                            && (it.responseMillis() == null || it.responseMillis() < 1000)),
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
