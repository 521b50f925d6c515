package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Recording.at;
import static com.dhakacart.runbook.incident.Cause.CODE_DEPLOYMENT;
import static com.dhakacart.runbook.incident.Cause.DATABASE_CONNECTIONS;
import static com.dhakacart.runbook.incident.Cause.EXTERNAL_SERVICE;
import static com.dhakacart.runbook.incident.Cause.NONE_OF_THEM;
import static com.dhakacart.runbook.incident.Cause.RESOURCE_EXHAUSTION;
import static com.dhakacart.runbook.incident.Remedy.MORE_CAPACITY;
import static com.dhakacart.runbook.incident.Remedy.RESTART;
import static com.dhakacart.runbook.incident.Remedy.ROLLBACK;

import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.DatabaseActivity.Access;
import com.dhakacart.runbook.incident.DatabaseActivity.Blocker;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Release.Origin;
import com.dhakacart.runbook.incident.Remedy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The recorded incidents and what could as well have been seen: the same faults with noise, with a
 * source that did not answer, with a second cause, with a slow onset or in few pods only; and
 * faults that were not recorded, put together from what the facts say of them. Always the same:
 * nothing in it is random. {@link RecordedFilesTest} holds it and the files together.
 */
final class Variations {

  private static final String TIMEOUT = "timeout exceeded when trying to connect";
  private static final String NO_NAME = "getaddrinfo ENOTFOUND postgres";
  private static final String NEVER_STOOD = "Connection terminated due to connection timeout";
  private static final String NO_TABLE = "relation \"product_catalog\" does not exist";
  private static final String STRIPE =
      "An error occurred with our connection to Stripe. Request was retried 1 times.";
  private static final Remedy[] EVERYTHING = {RESTART, ROLLBACK, MORE_CAPACITY};

  private final Map<String, RecordedIncident> all = new TreeMap<>();

  private Variations() {}

  /** By the name of its file. */
  static Map<String, RecordedIncident> all() {
    Variations variations = new Variations();
    variations.recorded();
    variations.noisy();
    variations.unanswered();
    variations.oneSourceOnly();
    variations.releases();
    variations.databases();
    variations.resources();
    variations.outside();
    variations.nothing();
    variations.littleEvidence();
    return variations.all;
  }

  // ---- as recorded

  /** Those of {@link #all} that nobody saw: all but what was recorded as it was. */
  static Set<String> madeUp() {
    Variations asSeen = new Variations();
    asSeen.recorded();
    Set<String> madeUp = new TreeSet<>(all().keySet());
    madeUp.removeAll(asSeen.all.keySet());
    return madeUp;
  }

  private static Map<String, RecordedIncident> real() {
    Map<String, RecordedIncident> real = new LinkedHashMap<>();
    real.put(
        "bad-release",
        RecordedIncidents.badRelease()
            .as(
                "The product list names a missing table.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    real.put(
        "db-pool",
        RecordedIncidents.poolExhausted()
            .as(
                "All sessions of the pools never answer again; new ones would.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    real.put(
        "db-down",
        RecordedIncidents.databaseDown()
            .as(
                "PostgreSQL is away; a return to the release before is minutes old.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    real.put(
        "external-refused",
        RecordedIncidents.externalRefused()
            .as("The payment provider refuses connections.", EXTERNAL_SERVICE, EVERYTHING));
    real.put(
        "memory",
        RecordedIncidents.memory()
            .as(
                "Each listing needs more memory than the heap may have.",
                RESOURCE_EXHAUSTION,
                RESTART,
                ROLLBACK));
    real.put(
        "redis-down",
        RecordedIncidents.redisDown()
            .as("Redis is away; customers are served.", EXTERNAL_SERVICE, EVERYTHING));
    return real;
  }

  private void recorded() {
    all.putAll(real());
    all.put(
        "baseline", RecordedIncidents.baseline().as("Nothing is wrong.", NONE_OF_THEM, EVERYTHING));
  }

  // ---- the recorded ones, seen worse

  /** Noise of every start, a handful of chance errors, another team's alert, an old warning. */
  private void noisy() {
    real()
        .forEach(
            (name, it) -> {
              ObjectNode tree = tree(it);
              String seen = it.circumstances().seenAt().toString();
              String before = it.circumstances().seenAt().minusSeconds(3000).toString();
              line(
                  tree,
                  "warn",
                  "Elasticsearch not available",
                  "connect ECONNREFUSED 127.0.0.1:9200",
                  12,
                  before,
                  seen);
              line(
                  tree,
                  "error",
                  "Failed to initialize email service",
                  "nodemailer.createTransporter is not a function",
                  12,
                  before,
                  seen);
              line(
                  tree,
                  "error",
                  "Database query failed after all retries",
                  "deadlock detected",
                  2,
                  before,
                  seen);
              line(
                  tree,
                  "error",
                  "Error creating payment intent",
                  "Your card was declined.",
                  2,
                  before,
                  seen);
              line(tree, "error", "Search is slow", "timeout of 5000ms exceeded", 2, before, seen);
              alert(tree, "WarehouseDatabaseDown", "warehouse", seen);
              alert(tree, "WarehousePodCrashLooping", "warehouse", seen);
              event(tree, "Liveness probe failed: context deadline exceeded", before);
              put(name + "-noisy", tree, it, "Noise of other things: " + it.description());
            });
  }

  private static final Map<String, List<String>> SOURCES =
      Map.of(
          "prometheus", List.of("traffic", "routes", "errorRates", "alerts", "throttling"),
          "logs", List.of("logPatterns", "errorLines", "dependencyLines"),
          "health", List.of("health", "keyEndpoints"),
          "cluster", List.of("pods", "events", "endpoints", "usage", "releases", "autoscaling"));

  /** Each source alone: what it says must be enough, or be called too little. */
  private void oneSourceOnly() {
    real()
        .forEach(
            (name, it) ->
                SOURCES
                    .keySet()
                    .forEach(
                        source -> {
                          ObjectNode tree = tree(it);
                          SOURCES.entrySet().stream()
                              .filter(other -> !other.getKey().equals(source))
                              .flatMap(other -> other.getValue().stream())
                              .forEach(part -> unknown(tree, part));
                          put(
                              name + "-only-" + source,
                              tree,
                              it,
                              "Only %s answered: %s".formatted(source, it.description()));
                        }));
  }

  private void unanswered() {
    real()
        .forEach(
            (name, it) ->
                SOURCES.forEach(
                    (source, parts) -> {
                      ObjectNode tree = tree(it);
                      parts.forEach(part -> unknown(tree, part));
                      put(
                          name + "-without-" + source,
                          tree,
                          it,
                          "Of %s nothing is known: %s".formatted(source, it.description()));
                    }));
  }

  // ---- releases

  private void releases() {
    all.put(
        "release-slow-onset",
        well()
            .releasedAt("22:53:00")
            .ratesRiseFrom("22:56:30")
            .failing("/products", 30)
            .line(90, "error", "Get products failed", "Cannot read properties of undefined")
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .as(
                "A faulty release whose errors cross the threshold minutes later.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-very-slow-onset",
        well()
            .releasedAt("22:40:00")
            .ratesRiseFrom("22:56:00")
            .failing("/products", 30)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as(
                "A faulty path of a release is asked for a quarter of an hour later only.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-whose-pods-are-refused",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .releasedAt("22:46:00")
            .pod("5c6f-a", "v1", true, 90_000)
            .pod("5c6f-b", "v1", true, 90_000)
            .endpoints(2, 0)
            .healthy(4, 2, 1)
            .healthy(6, 3, 2)
            .traffic(20, 15, 0.4)
            .podsAreRefused(
                "pods \"backend-7d8e-x2x7v\" is forbidden: violates PodSecurity"
                    + " \"restricted:latest\": runAsNonRoot != true")
            .ratesRiseFrom("22:56:00")
            .failing("/", 20)
            .failing("/products", 20)
            .as(
                "Pod Security refuses the pods of a release; those that are left are too few when"
                    + " more customers come.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-half-rolled-out",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .pod("5c6f-a", "v1", true, 90_000)
            .pod("5c6f-b", "v1", true, 90_000)
            .endedPod("7d8e-c", false, 110, 3, "Error", 1, 20)
            .endpoints(2, 1)
            .healthy(4, 2, 1)
            .healthy(5, 2, 1)
            .noHealth(20, "container not found")
            .traffic(20, 9, 0.2)
            .revision(1, "5c6f", "v1", "20:00:00", Origin.FIRST)
            .revision(2, "7d8e", "v2", "22:58:10", Origin.RELEASE)
            .rolledOut("22:58:10")
            .ratesRiseFrom("22:58:40")
            .rolloutRuns("1 out of 3 new replicas have been updated...")
            .as(
                "The first pod of a release ends at its start; the old ones still serve.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-same-tag",
        well()
            .history()
            .sameTagAt("22:57:00")
            .ratesRiseFrom("22:57:40")
            .failing("/", 40)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as("A bad build under the tag that runs already.", CODE_DEPLOYMENT, EVERYTHING));
    Recording replaced =
        well()
            .restartedAt("22:57:00")
            .ratesRiseFrom("22:57:40")
            .failing("/", 40)
            .line(400, "error", "Get products failed", "Cannot read properties of undefined");
    all.put(
        "image-replaced-under-its-tag",
        replaced
            .runsBuild('b', replaced.noted('a', "21:00:00", "22:55:00"))
            .as(
                "Another build was pushed under a tag that looks fixed, and the pods were restarted.",
                CODE_DEPLOYMENT,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "release-environment-only",
        well()
            .templateChangedAt("22:57:00", "spec.containers[backend].env[DB_SCHEMA]")
            .ratesRiseFrom("22:57:40")
            .failing("/", 40)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as(
                "The same image with another environment: the queries look in an empty schema.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-lowered-cpu-limit",
        throttled()
            .templateChangedAt(
                "22:57:00",
                "spec.containers[backend].resources.limits.cpu: 500m -> 40m",
                "cpu of backend from 500m to 40m")
            .ratesRiseFrom("22:57:40")
            .as("A release gave the pods a tenth of their CPU.", RESOURCE_EXHAUSTION, RESTART));
    all.put(
        "release-deployed-again-after-its-rollback",
        well()
            .history()
            .returnTo(3, "5c6f", "v1", "20:00:00")
            .returnTo(4, "7d8e", "v2-bad", "21:30:00")
            .rolledOut("22:57:00")
            .ratesRiseFrom("22:57:40")
            .failing("/", 40)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as(
                "The faulty release of before is rolled out a second time, after its rollback.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-then-restart",
        well()
            .history()
            .revision(2, "7d8e", "v2", "22:50:00", Origin.RELEASE)
            .revision(3, "9a1b", "v2", "22:56:00", Origin.RESTART)
            .rolledOut("22:56:00")
            .ratesRiseFrom("22:50:50")
            .failing("/", 40)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as(
                "A faulty release, and somebody restarted it in vain.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-that-leaks-connections",
        poolIsFull()
            .releasedAt("22:46:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "A release that does not give its connections back; a restart helps for minutes.",
                CODE_DEPLOYMENT,
                MORE_CAPACITY));
    all.put(
        "release-that-leaks-connections-at-once",
        poolIsFull()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "A release that fills its pools within two minutes.",
                CODE_DEPLOYMENT,
                MORE_CAPACITY));
    all.put(
        "release-that-keeps-every-connection-asked",
        poolIsFull()
            .releasedAt("22:46:00")
            .ratesRiseFrom("22:57:00")
            .database(62, 0, 0)
            .as(
                "A release that gives no connection back; the database waits for the backend.",
                CODE_DEPLOYMENT,
                MORE_CAPACITY));
    all.put(
        "pools-full-of-idle-sessions-without-release",
        poolIsFull()
            .database(62, 0, 0)
            .as(
                "Connections that the network lost: the database waits for the backend, which waits for an answer.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "release-with-migration-that-locks",
        poolIsFull()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:55:40")
            .as(
                "The migration of a release holds a lock, and nobody can ask the database.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "release-with-migration-that-locks-asked",
        poolIsFull()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:55:40")
            .database(66, 60, 0, others(60, "pid 77 of user migrate, application flyway"))
            .as(
                "The migration of a release holds a lock, and the database says so.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "release-that-fills-the-heap",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:00")
            .endedPod("5c6f-a", false, 200, 3, "Error", 134, 30)
            .endedPod("5c6f-b", true, 190, 2, "Error", 134, 40)
            .endedPod("5c6f-c", true, 180, 2, "Error", 134, 50)
            .endpoints(2, 1)
            .healthy(8, 2, 1)
            .healthy(7, 2, 1)
            .traffic(9, 8, 4)
            .releasedAt("22:55:30")
            .ratesRiseFrom("22:57:00")
            .as("A release whose heap fills within a minute.", CODE_DEPLOYMENT, RESTART));
    all.put(
        "release-and-throttling-at-once",
        throttled()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:55:40")
            .line(200, "error", "Get products failed", NO_TABLE)
            .as(
                "A faulty release in pods that are short of CPU anyway.",
                CODE_DEPLOYMENT,
                RESTART));
    all.put(
        "release-without-fault-payments-same-minute",
        well()
            .releasedAt("22:56:00")
            .ratesRiseFrom("22:56:40")
            .failing("/create-payment-intent", 33)
            .line(80, "error", "Error creating payment intent", STRIPE)
            .as(
                "The payment provider fails in the very minute of a release without fault.",
                EXTERNAL_SERVICE,
                EVERYTHING));
    all.put(
        "release-that-needs-too-much-memory",
        killed(3)
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:56:00")
            .as("A release whose pods run out of memory.", CODE_DEPLOYMENT, RESTART));
    all.put(
        "release-with-wrong-database-address",
        databaseAway("getaddrinfo ENOTFOUND postgres-new")
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:57:30")
            .database(12, 0, 0)
            .as(
                "A release looks for the database where there is none.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-younger-than-the-errors",
        well()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:40:00")
            .failing("/create-payment-intent", 33)
            .line(80, "error", "Error creating payment intent", STRIPE)
            .as(
                "The payment provider fails, and a release has tried to help in vain.",
                EXTERNAL_SERVICE,
                EVERYTHING));
    all.put(
        "release-younger-than-the-history-of-the-errors",
        well()
            .releasedAt("22:58:00")
            .rate("22:00:00", 12)
            .rate("22:30:00", 15)
            .rate("23:00:00", 15)
            .failing("/products", 30)
            .line(400, "error", "Get products failed", NO_TABLE, at("22:00:00"), at("23:00:00"))
            .as(
                "A table is missing for longer than the error rate is known, and a release has"
                    + " tried to help in vain.",
                NONE_OF_THEM,
                EVERYTHING));
    all.put(
        "release-without-fault-payments",
        well()
            .releasedAt("22:45:00")
            .ratesRiseFrom("22:56:00")
            .failing("/create-payment-intent", 33)
            .line(80, "error", "Error creating payment intent", STRIPE)
            .as(
                "The payment provider fails ten minutes after a release without fault.",
                EXTERNAL_SERVICE,
                EVERYTHING));
    all.put(
        "release-without-fault-dead-connections",
        poolIsFull()
            .releasedAt("22:40:00")
            .ratesRiseFrom("22:56:00")
            .database(64, 0, 60)
            .as(
                "Dead connections a quarter of an hour after a release without fault.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "release-and-redis-at-once",
        well()
            .withoutRedis()
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:57:40")
            .failing("/", 40)
            .line(400, "error", "Get products failed", NO_TABLE)
            .line(18, "error", "Redis client error", "connect ECONNREFUSED 10.96.154.191:6379")
            .as(
                "A faulty release, and Redis is away, which costs customers nothing.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-and-database-at-once",
        databaseAway("connect ECONNREFUSED 10.96.255.23:5432")
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:58:00")
            .as(
                "The database goes away in the minutes of a release without fault.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "other-rollout-running",
        poolIsFull()
            .revision(9, "9a1b", "latest", "22:59:50", Origin.RESTART)
            .rolledOut("22:59:50")
            .rolloutRuns("1 out of 3 new replicas have been updated...")
            .as(
                "Dead connections, and somebody rolls something out at this moment.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
  }

  // ---- the database

  private void databases() {
    all.put(
        "db-pool-asked",
        poolIsFull()
            .database(64, 0, 60)
            .as(
                "Dead connections; the database says that its sessions are frozen.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "db-pool-in-one-pod",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .threePods(false, true, true)
            .endpoints(2, 1)
            .health(503, 19_100, TIMEOUT, 20, 0, 9, false)
            .healthy(4, 3, 1)
            .healthy(6, 2, 1)
            .line(140, "warn", "Database query attempt failed", TIMEOUT)
            .line(60, "error", "Get products failed", TIMEOUT)
            .traffic(19, 12, 4)
            .ratesRiseFrom("22:57:00")
            .history()
            .as(
                "The connections of one pod are dead, those of the others are not.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "db-lock-of-others",
        poolIsFull()
            .database(66, 60, 0, others(60, "pid 812 of user report, application psql"))
            .as(
                "A person's open transaction has locked a table; a restart would wait, too.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-lock-of-others-after-release",
        poolIsFull()
            .releasedAt("22:50:00")
            .ratesRiseFrom("22:56:30")
            .database(66, 60, 0, others(60, "pid 77 of user migrate, application flyway"))
            .as(
                "A migration that came after the release holds its lock.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-lock-of-the-backend",
        poolIsFull()
            .database(
                62,
                59,
                0,
                new Blocker("pid 9 of user shop", true, "idle in transaction", 59, 70, 75.0))
            .as(
                "A transaction of a backend's pod never ends; a restart ends it.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "db-lock-unasked",
        poolIsFull()
            .as(
                "A person's open transaction has locked a table, and nobody can ask the database.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-lock-after-restart",
        Recording.seenAt("23:00:00")
            .alertSince("22:55:00")
            .pod("9a1b-a", "v1", false, 150)
            .pod("9a1b-b", "v1", false, 140)
            .pod("9a1b-c", "v1", false, 130)
            .endpoints(0, 3)
            .fullPools()
            .traffic(2, 100, 10)
            .ratesRiseFrom("22:52:00")
            .revision(1, "5c6f", "v1", "20:00:00", Origin.FIRST)
            .revision(2, "9a1b", "v1", "22:57:30", Origin.RESTART)
            .rolledOut("22:57:30")
            .as(
                "A lock that a restart did not cure, minutes after the restart.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-silent",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:00")
            .threePods(true, true, true)
            .endpoints(3, 0)
            .noHealth(20_000, "no answer in 20 s")
            .noHealth(20_000, "no answer in 20 s")
            .noHealth(20_000, "no answer in 20 s")
            .traffic(2, 40, 40)
            .ratesRiseFrom("22:56:00")
            .history()
            .database(silent())
            .as(
                "The database hangs, and only its silence says so: no log line, no health check.",
                DATABASE_CONNECTIONS,
                RESTART,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "db-silent-and-pools-full",
        poolIsFull()
            .database(silent())
            .as(
                "The database hangs while the pools hold connections to it.",
                DATABASE_CONNECTIONS,
                RESTART,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "release-while-only-we-are-cut-off-from-the-database",
        well()
            .failing("/products", 60)
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:55:40")
            .line(120, "error", "Get products failed", "column \"price_cents\" does not exist")
            .database(silent())
            .as(
                "A bad release; the way from the runbook to the database is closed.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "db-no-slots",
        well()
            .failing("/products", 50)
            .failing("/", 50)
            .failing("/:id", 50)
            .ratesRiseFrom("22:57:00")
            .line(300, "warn", "Database query attempt failed", "sorry, too many clients already")
            .line(90, "error", "Get products failed", "sorry, too many clients already")
            .as(
                "Another program has taken every connection that the database allows.",
                DATABASE_CONNECTIONS,
                RESTART,
                MORE_CAPACITY,
                ROLLBACK));
    all.put(
        "db-no-slots-asked",
        well()
            .failing("/products", 50)
            .failing("/", 50)
            .failing("/:id", 50)
            .ratesRiseFrom("22:57:00")
            .database(
                DatabaseActivity.closed(
                    Access.NO_FREE_SLOTS, "FATAL: sorry, too many clients already", 6))
            .as(
                "Every connection is taken; only the database says so.",
                DATABASE_CONNECTIONS,
                RESTART,
                MORE_CAPACITY,
                ROLLBACK));
    all.put(
        "db-failover-to-read-only",
        well()
            .failing("/orders", 90)
            .failing("/cart", 20)
            .ratesRiseFrom("22:57:00")
            .line(
                800,
                "error",
                "Create order failed",
                "cannot execute INSERT in a read-only transaction")
            .as(
                "After a failover the pools lead to the standby: reads are answered.",
                DATABASE_CONNECTIONS,
                MORE_CAPACITY,
                ROLLBACK));
    all.put(
        "db-starting-up",
        databaseAway("the database system is starting up")
            .alsoFires("DhakaCartDatabaseDown", "dhakacart-database")
            .as("The database recovers from a crash.", DATABASE_CONNECTIONS, EVERYTHING));
    all.put(
        "db-password-changed",
        databaseAway("password authentication failed for user \"shop\"")
            .as("Somebody has changed the database's password.", DATABASE_CONNECTIONS, EVERYTHING));
    all.put(
        "db-away-and-pods-restart",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:00")
            .endedPod("5c6f-a", false, 90_000, 4, "Error", 1, 20)
            .endedPod("5c6f-b", false, 90_000, 4, "Error", 1, 25)
            .endedPod("5c6f-c", false, 90_000, 3, "Error", 1, 30)
            .endpoints(0, 3)
            .noHealth(20, "container not found")
            .noHealth(20, "container not found")
            .noHealth(20, "container not found")
            .line(
                40,
                "error",
                "Database query failed after all retries",
                "connect ECONNREFUSED 10.96.255.23:5432")
            .noTraffic()
            .ratesRiseFrom("22:56:00")
            .history()
            .database(
                DatabaseActivity.closed(Access.AWAY, "Connection to postgres:5432 refused", 2))
            .as(
                "The database is away, and the pods that restarted end at their start.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-lock-time-outs",
        well()
            .failing("/", 30)
            .failing("/products", 20)
            .failing("/:id", 12)
            .ratesRiseFrom("22:57:00")
            .line(300, "error", "Get products failed", "canceling statement due to lock timeout")
            .database(25, 6, 0, others(6, "pid 812 of user report, application psql"))
            .as(
                "Queries give up waiting for a lock that another program holds.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
  }

  // ---- memory and CPU

  private void resources() {
    all.put(
        "memory-killed-everywhere",
        killed(3)
            .history()
            .alsoFires("DhakaCartPodCrashLooping", "dhakacart-infrastructure")
            .as("The kernel kills every pod for its memory.", RESOURCE_EXHAUSTION, ROLLBACK));
    all.put(
        "memory-killed-one-pod",
        killed(1)
            .history()
            .as(
                "One pod of three runs out of memory, the others not yet.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "container-beside-dies",
        well()
            .endpoints(0, 3)
            .noTraffic()
            .ratesRiseFrom("22:56:00")
            .history()
            .besideDied("mesh", "Error", 1, 20)
            .as(
                "A proxy beside the backend ends again and again; the backend itself is well.",
                RESOURCE_EXHAUSTION,
                RESTART,
                ROLLBACK));
    all.put(
        "memory-near-limit-slowly",
        well()
            .history()
            .use(120, 480)
            .failing("/products", 9)
            .ratesRiseFrom("22:58:00")
            .alsoFires("DhakaCartHighMemory", "dhakacart")
            .as(
                "Memory is nearly used up, and nothing was killed yet.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "cpu-throttled", throttled().as("The pods are starved.", RESOURCE_EXHAUSTION, ROLLBACK));
    all.put(
        "cpu-throttled-at-maximum",
        throttled()
            .autoscaler(6, 6, 140)
            .as(
                "The pods are starved and the autoscaler is at its maximum.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "cpu-throttled-and-payments",
        throttled()
            .line(20, "error", "Error creating payment intent", STRIPE)
            .as(
                "The pods are starved, so that calls to the provider fail, too.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "one-node-under-pressure",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:00")
            .endedPod("5c6f-a", false, 90_000, 2, "Error", 137, 60)
            .on("worker-1")
            .endedPod("5c6f-b", false, 90_000, 3, "Error", 137, 80)
            .on("worker-1")
            .pod("5c6f-c", "v1", true, 90_000)
            .on("worker-2")
            .pod("5c6f-d", "v1", true, 90_000)
            .on("worker-2")
            .pod("5c6f-e", "v1", true, 90_000)
            .on("worker-2")
            .endpoints(3, 2)
            .noHealth(20, "container not found")
            .noHealth(20, "container not found")
            .healthy(4, 2, 1)
            .healthy(5, 2, 1)
            .healthy(3, 2, 1)
            .traffic(15, 8, 0.5)
            .ratesRiseFrom("22:57:00")
            .history()
            .as("One node is short of memory.", RESOURCE_EXHAUSTION, RESTART, ROLLBACK));
  }

  // ---- outside services

  private void outside() {
    all.put(
        "payments-time-out",
        well()
            .history()
            .failing("/create-payment-intent", 40)
            .ratesRiseFrom("22:57:00")
            .line(50, "error", "Error creating payment intent", "Request timed out")
            .alsoFires("DhakaCartPaymentFailures", "dhakacart-payments")
            .as("The payment provider does not answer.", EXTERNAL_SERVICE, EVERYTHING));
    all.put(
        "outside-service-times-out",
        well()
            .history()
            .failing("/shipping", 60)
            .ratesRiseFrom("22:57:00")
            .line(50, "error", "Shipping rates failed", "connect ETIMEDOUT 203.0.113.7:443")
            .as("A service that only one route calls times out.", EXTERNAL_SERVICE, EVERYTHING));
    all.put(
        "outside-service-refuses",
        well()
            .history()
            .failing("/shipping", 60)
            .ratesRiseFrom("22:57:00")
            .line(50, "error", "Shipping rates failed", "connect ECONNREFUSED 203.0.113.7:443")
            .as("A service that only one route calls is away.", EXTERNAL_SERVICE, EVERYTHING));
    all.put(
        "redis-and-pool-at-once",
        poolIsFull()
            .line(18, "error", "Redis client error", "connect ECONNREFUSED 10.96.154.191:6379")
            .as(
                "Dead connections, and Redis is away, too.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "payments-refused-since-release",
        well()
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:57:30")
            .failing("/create-payment-intent", 100)
            .line(80, "error", "Error creating payment intent", "Invalid API Key provided")
            .as(
                "A release brought a wrong key for the payment provider.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
  }

  // ---- where one sign more or less decides

  private void littleEvidence() {
    all.put(
        "dead-connections-in-the-minutes-of-a-release",
        poolIsFull()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:56:00")
            .database(64, 0, 60)
            .as(
                "Dead connections in the very minutes of a release without fault.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "release-that-leaves-transactions-open",
        poolIsFull()
            .releasedAt("22:50:00")
            .ratesRiseFrom("22:57:00")
            .database(
                62,
                59,
                0,
                new Blocker("pid 9 of user shop", true, "idle in transaction", 59, 70, 75.0))
            .as(
                "A release leaves a transaction open; a restart helps until the next one.",
                CODE_DEPLOYMENT,
                MORE_CAPACITY));
    all.put(
        "release-that-leaves-transactions-open-at-once",
        poolIsFull()
            .releasedAt("22:55:00")
            .ratesRiseFrom("22:57:00")
            .database(
                62,
                59,
                0,
                new Blocker("pid 9 of user shop", true, "idle in transaction", 59, 70, 75.0))
            .as(
                "A release leaves a transaction open in its first minutes.",
                CODE_DEPLOYMENT,
                MORE_CAPACITY));
    all.put(
        "release-half-rolled-out-slow-onset",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .pod("5c6f-a", "v1", true, 90_000)
            .pod("5c6f-b", "v1", true, 90_000)
            .endedPod("7d8e-c", false, 900, 3, "Error", 1, 20)
            .endpoints(2, 1)
            .healthy(4, 2, 1)
            .healthy(5, 2, 1)
            .noHealth(20, "container not found")
            .traffic(20, 9, 0.2)
            .revision(1, "5c6f", "v1", "20:00:00", Origin.FIRST)
            .revision(2, "7d8e", "v2", "22:45:00", Origin.RELEASE)
            .rolledOut("22:45:00")
            .ratesRiseFrom("22:57:00")
            .rolloutRuns("1 out of 3 new replicas have been updated...")
            .as(
                "The first pod of a release fails after ten minutes; the old ones still serve.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-with-schema-error-and-deadlocks",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .threePods(true, true, true)
            .endpoints(3, 0)
            .use(60, 80)
            .traffic(20, 15, 0.4)
            .route("/cart", 400, 0)
            .releasedAt("22:44:00")
            .ratesRiseFrom("22:57:00")
            .line(400, "error", "Get products failed", NO_TABLE)
            .line(5, "error", "Database query failed after all retries", "deadlock detected")
            .as(
                "A faulty path of a release, some deadlocks as every day, and nobody knows the"
                    + " health.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "one-node-under-pressure-after-release",
        oneNodeFails(230)
            .revision(1, "4b5e", "v0", "20:00:00", Origin.FIRST)
            .revision(2, "5c6f", "v1", "22:56:00", Origin.RELEASE)
            .rolledOut("22:56:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "One node is short of memory, minutes after a release without fault.",
                RESOURCE_EXHAUSTION,
                RESTART,
                ROLLBACK));
    all.put(
        "bad-release-while-a-node-restarts-its-pods-and-no-health-is-known",
        fivePodsOnTwoNodes(230)
            .revision(1, "4b5e", "v0", "20:00:00", Origin.FIRST)
            .revision(2, "5c6f", "v1", "22:56:00", Origin.RELEASE)
            .rolledOut("22:56:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "A faulty release in every pod; those of one node were restarted, and none may be"
                    + " asked how it is.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "one-node-under-pressure-and-it-says-so",
        oneNodeFails(90_000)
            .nodeInTrouble("worker-1", "MemoryPressure since 2026-11-23T22:56:30Z")
            .warning("Evicted", "The node was low on resource: memory.", 90)
            .history()
            .ratesRiseFrom("22:57:00")
            .as("A node says that it is short of memory.", RESOURCE_EXHAUSTION, RESTART, ROLLBACK));
    all.put(
        "one-node-cut-off",
        oneNodeFails(90_000)
            .line(30, "error", "Shipping rates failed", "connect ETIMEDOUT 203.0.113.7:443")
            .history()
            .ratesRiseFrom("22:57:00")
            .as(
                "The pods of one node reach nothing outside.",
                RESOURCE_EXHAUSTION,
                RESTART,
                ROLLBACK));
    all.put(
        "one-node-cut-off-from-the-database",
        oneNodeFails(90_000)
            .line(30, "error", "Get products failed", TIMEOUT)
            .history()
            .ratesRiseFrom("22:57:00")
            .as(
                "The pods of one node do not reach the database.",
                RESOURCE_EXHAUSTION,
                RESTART,
                ROLLBACK));
    all.put(
        "pods-are-evicted",
        well()
            .history()
            .warning("Evicted", "The node was low on resource: ephemeral-storage.", 60)
            .warning("FailedScheduling", "0/3 nodes are available: 3 Insufficient memory.", 20)
            .failing("/products", 9)
            .ratesRiseFrom("22:58:00")
            .use(120, 480)
            .as(
                "Pods are thrown out of a full node, and no other takes them.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "one-pod-fails-after-release",
        onePodFails()
            .releasedAt("22:56:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "One pod of three fails after a release that runs well in the others.",
                NONE_OF_THEM,
                EVERYTHING));
    all.put(
        "one-pod-cut-off",
        onePodFails()
            .line(30, "error", "Shipping rates failed", "connect ETIMEDOUT 203.0.113.7:443")
            .history()
            .ratesRiseFrom("22:57:00")
            .as("One pod of three reaches nothing outside.", NONE_OF_THEM, EVERYTHING));
    all.put(
        "memory-near-limit-and-killed-by-the-probe",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .endedPod("5c6f-a", true, 90_000, 2, "Error", 137, 60)
            .endedPod("5c6f-b", true, 90_000, 1, "Error", 137, 90)
            .pod("5c6f-c", "v1", true, 90_000)
            .endpoints(3, 0)
            .top("5c6f-a", 90, 300)
            .top("5c6f-b", 90, 300)
            .top("5c6f-c", 90, 490)
            .warning("Liveness probe failed: context deadline exceeded", 30)
            .traffic(19, 9, 1.5)
            .ratesRiseFrom("22:57:00")
            .history()
            .as(
                "The collector of a full heap leaves no time for the probe, which restarts pods.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "release-that-ends-at-its-start-later",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .endedPod("5c6f-a", false, 950, 4, "Error", 1, 20)
            .endedPod("5c6f-b", false, 950, 3, "Error", 1, 25)
            .endedPod("5c6f-c", false, 950, 3, "Error", 1, 30)
            .endpoints(1, 2)
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .linesSince("22:46:00")
            .line(90, "error", "Cannot read the price list", "ENOENT: no such file")
            .noTraffic()
            .revision(1, "4b5e", "v0", "20:00:00", Origin.FIRST)
            .revision(2, "5c6f", "v1", "22:44:00", Origin.RELEASE)
            .rolledOut("22:44:00")
            .ratesRiseFrom("22:57:00")
            .as(
                "A release needs a file at its start that is gone minutes later.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "db-packets-are-dropped",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .threePods(false, false, false)
            .endpoints(0, 3)
            .health(503, 19_100, TIMEOUT, 20, 0, 9, false)
            .health(503, 19_200, TIMEOUT, 20, 0, 7, false)
            .health(503, 19_000, TIMEOUT, 20, 0, 8, false)
            .line(140, "warn", "Database query attempt failed", TIMEOUT)
            .line(40, "warn", "Database query attempt failed", NEVER_STOOD)
            .traffic(2, 100, 10)
            .ratesRiseFrom("22:56:00")
            .history()
            .as(
                "A network rule drops what goes to the database: new connections never stand.",
                DATABASE_CONNECTIONS,
                EVERYTHING));
    all.put(
        "db-packets-are-dropped-and-pods-restart",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .endedPod("5c6f-a", false, 90_000, 3, "Error", 1, 20)
            .endedPod("5c6f-b", false, 90_000, 3, "Error", 1, 25)
            .endedPod("5c6f-c", false, 90_000, 3, "Error", 1, 30)
            .endpoints(0, 3)
            .line(40, "error", "Database query failed after all retries", NEVER_STOOD)
            .noTraffic()
            .ratesRiseFrom("22:56:00")
            .history()
            .as(
                "What goes to the database is dropped, and pods end at their start.",
                DATABASE_CONNECTIONS,
                EVERYTHING));

    // DATABASE_CONNECTIONS, where the logs or the cluster are silent
    withoutLogs(
        "dead-connections-in-the-minutes-of-a-release", "release-with-migration-that-locks-asked");
    all.put(
        "db-name-does-not-resolve",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .health(503, 3975, NO_NAME, 0, 0, 0, true)
            .health(503, 3782, NO_NAME, 0, 0, 0, true)
            .health(503, 4171, NO_NAME, 0, 0, 0, true)
            .line(80, "error", "Get products failed", NO_NAME)
            .ratesRiseFrom("22:56:00")
            .as("The database's name is gone from the DNS.", DATABASE_CONNECTIONS, EVERYTHING));
    all.put(
        "db-shutting-down",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .health(503, 3975, "the database system is shutting down", 0, 0, 0, true)
            .health(503, 3782, "the database system is shutting down", 0, 0, 0, true)
            .line(80, "error", "Get products failed", "read ECONNRESET")
            .ratesRiseFrom("22:56:00")
            .as("The database is shut down.", DATABASE_CONNECTIONS, EVERYTHING));
    Map.of(
            "db-down-and-pods-are-killed-by-the-probe",
            "connect ECONNREFUSED 10.96.255.23:5432",
            "db-takes-no-logins-and-pods-are-killed-by-the-probe",
            "password authentication failed for user \"shop\"")
        .forEach(
            (name, error) ->
                all.put(
                    name,
                    killedByTheProbe()
                        .health(503, 3975, error, 0, 0, 0, true)
                        .health(503, 3782, error, 0, 0, 0, true)
                        .as(
                            "The probe asks for the database, so that pods are killed without it.",
                            DATABASE_CONNECTIONS,
                            EVERYTHING)));
    all.put(
        "db-pool-in-the-logs-and-an-alert",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .alsoFires("DhakaCartDatabaseConnectionPool", "dhakacart-database")
            .line(140, "warn", "Database query attempt failed", TIMEOUT)
            .ratesRiseFrom("22:56:00")
            .as(
                "Dead connections; the logs and an alert of the database say so.",
                DATABASE_CONNECTIONS,
                ROLLBACK,
                MORE_CAPACITY));
    all.put(
        "one-slow-query",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .alsoFires("DhakaCartDatabaseSlow", "dhakacart-database")
            .line(140, "error", "Search failed", "Query read timeout")
            .failing("/search", 90)
            .route("/cart", 400, 0)
            .ratesRiseFrom("22:56:00")
            .as("The query of one route has lost its index.", NONE_OF_THEM, EVERYTHING));

    // CODE_DEPLOYMENT
    all.put(
        "release-with-wrong-payment-key",
        well()
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:57:30")
            .linesSince("22:57:20")
            .failing("/create-payment-intent", 100)
            .line(80, "error", "Error creating payment intent", "Invalid API Key provided")
            .as(
                "A release brought a wrong key; the message was never seen before.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-same-tag-slow-onset",
        well()
            .history()
            .sameTagAt("22:47:00")
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .linesSince("22:49:00")
            .line(90, "error", "Get products failed", "Cannot read properties of undefined")
            .ratesRiseFrom("22:57:40")
            .as(
                "A bad build under the tag that runs already; it is noticed late.",
                CODE_DEPLOYMENT,
                EVERYTHING));
    all.put(
        "release-environment-slow-onset",
        well()
            .templateChangedAt("22:47:00", "spec.containers[backend].env[CACHE_URL]")
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .linesSince("22:49:00")
            .line(90, "error", "Get products failed", "Cannot read properties of undefined")
            .ratesRiseFrom("22:57:40")
            .as(
                "The same image with another environment; it is noticed late.",
                CODE_DEPLOYMENT,
                RESTART,
                MORE_CAPACITY));
    all.put(
        "release-that-fills-the-heap-and-pods-crash-loop",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:00")
            .alsoFires("DhakaCartPodCrashLooping", "dhakacart-infrastructure")
            .endedPod("5c6f-a", false, 200, 3, "Error", 134, 30)
            .endedPod("5c6f-b", true, 190, 2, "Error", 134, 40)
            .endedPod("5c6f-c", true, 180, 2, "Error", 134, 50)
            .endpoints(2, 1)
            .traffic(9, 8, 4)
            .releasedAt("22:55:30")
            .ratesRiseFrom("22:57:00")
            .as(
                "A release whose heap fills within a minute, and the alert of its pods.",
                CODE_DEPLOYMENT,
                RESTART));
    all.put(
        "schema-changed-by-hand-and-release-after",
        well()
            .releasedAt("22:57:00")
            .ratesRiseFrom("22:50:00")
            .failing("/products", 60)
            .line(400, "error", "Get products failed", NO_TABLE)
            .as(
                "Somebody dropped a table; a release that should help came after.",
                NONE_OF_THEM,
                EVERYTHING));

    // EXTERNAL_SERVICE
    all.put(
        "redis-down-and-pods-are-killed-by-the-probe",
        killedByTheProbe()
            .healthy(4, 2, 1)
            .healthy(4, 2, 1)
            .withoutRedis()
            .as("Redis is away, and pods are killed for it.", EXTERNAL_SERVICE, EVERYTHING));
    all.put(
        "outside-service-times-out-after-release",
        well()
            .releasedAt("22:45:00")
            .failing("/shipping", 60)
            .ratesRiseFrom("22:57:00")
            .line(50, "error", "Shipping rates failed", "connect ETIMEDOUT 203.0.113.7:443")
            .as(
                "An outside service times out ten minutes after a release without fault.",
                EXTERNAL_SERVICE,
                EVERYTHING));
    all.put(
        "release-without-fault-payments-in-new-words",
        well()
            .line(3, "error", "Mail failed", "greylisted", at("22:20:00"), at("22:25:00"))
            .releasedAt("22:52:00")
            .linesSince("22:56:50")
            .failing("/create-payment-intent", 33)
            .line(80, "error", "Error creating payment intent", STRIPE)
            .ratesRiseFrom("22:57:30")
            .alsoFires("DhakaCartPaymentFailures", "dhakacart-payments")
            .as(
                "The payment provider fails minutes after a release without fault, and an alert"
                    + " says so.",
                EXTERNAL_SERVICE,
                EVERYTHING));
    all.put(
        "errors-unexplained-and-an-outside-service-is-away",
        well()
            .history()
            .ratesRiseFrom("22:57:00")
            .failing("/", 20)
            .failing("/products", 20)
            .failing("/:id", 20)
            .line(50, "error", "Newsletter failed", "connect ECONNREFUSED 203.0.113.9:443")
            .as(
                "Most routes fail, and only what none of them calls is seen to be away.",
                NONE_OF_THEM,
                EVERYTHING));
    all.put(
        "no-pod-is-ready-and-an-outside-service-is-away",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .endpoints(0, 3)
            .noTraffic()
            .line(50, "error", "Newsletter failed", "connect ECONNREFUSED 203.0.113.9:443")
            .as("No pod is ready, which no outside service does.", NONE_OF_THEM, EVERYTHING));

    // RESOURCE_EXHAUSTION
    all.put(
        "cpu-near-limit-at-maximum",
        well()
            .use(480, 200)
            .history()
            .autoscaler(6, 6, 140)
            .ratesRiseFrom("22:56:00")
            .as(
                "The pods use all the CPU they may, and there will be no more pods.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "memory-near-limit-and-most-routes-fail",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .endedPod("5c6f-a", true, 90_000, 1, "Error", 137, 90)
            .pod("5c6f-b", "v1", true, 90_000)
            .endpoints(2, 0)
            .top("5c6f-a", 90, 300)
            .top("5c6f-b", 90, 490)
            .failing("/", 20)
            .failing("/products", 20)
            .failing("/:id", 20)
            .ratesRiseFrom("22:57:00")
            .history()
            .as(
                "Memory is nearly used up, a pod was killed, and everything is slow.",
                RESOURCE_EXHAUSTION,
                ROLLBACK));
    all.put(
        "secret-is-gone",
        Recording.seenAt("23:00:00")
            .alertSince("22:58:30")
            .alsoFires("DhakaCartPodCrashLooping", "dhakacart-infrastructure")
            .endedPod("5c6f-a", false, 90_000, 4, "Error", 1, 20)
            .endedPod("5c6f-b", false, 90_000, 3, "Error", 1, 25)
            .endpoints(0, 2)
            .warning("Liveness probe failed: connection refused", 30)
            .noTraffic()
            .ratesRiseFrom("22:57:00")
            .history()
            .as("Pods end at their start, because a secret is gone.", NONE_OF_THEM, EVERYTHING));
  }

  private void withoutLogs(String... names) {
    for (String name : names) {
      RecordedIncident it = all.get(name);
      ObjectNode tree = tree(it);
      SOURCES.get("logs").forEach(part -> unknown(tree, part));
      put(name + "-without-logs", tree, it, "Of logs nothing is known: " + it.description());
    }
  }

  /** The alert of the pods fires as well, and neither endpoints nor logs are known. */
  private static Recording killedByTheProbe() {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:30")
        .alsoFires("DhakaCartPodCrashLooping", "dhakacart-infrastructure")
        .endedPod("5c6f-a", true, 90_000, 2, "Error", 137, 60)
        .endedPod("5c6f-b", true, 90_000, 2, "Error", 137, 70)
        .warning("Liveness probe failed: HTTP probe failed with statuscode: 503", 30)
        .ratesRiseFrom("22:56:00");
  }

  private static Recording oneNodeFails(int secondsOld) {
    return fivePodsOnTwoNodes(secondsOld)
        .noHealth(20, "no answer")
        .noHealth(20, "no answer")
        .answersHealth()
        .answersHealth()
        .answersHealth();
  }

  private static Recording fivePodsOnTwoNodes(int secondsOld) {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:00")
        .pod("5c6f-a", "v1", false, secondsOld)
        .on("worker-1")
        .pod("5c6f-b", "v1", false, secondsOld)
        .on("worker-1")
        .pod("5c6f-c", "v1", true, secondsOld)
        .on("worker-2")
        .pod("5c6f-d", "v1", true, secondsOld)
        .on("worker-2")
        .pod("5c6f-e", "v1", true, secondsOld)
        .on("worker-2")
        .endpoints(3, 2)
        .traffic(15, 8, 0.5);
  }

  private static Recording onePodFails() {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:30")
        .threePods(false, true, true)
        .endpoints(2, 1)
        .noHealth(20, "no answer")
        .healthy(6, 3, 2)
        .healthy(3, 1, 1)
        .traffic(20, 9, 0.4);
  }

  // ---- too little to go by

  private void nothing() {
    all.put(
        "nothing-answers",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .as("Nothing could be asked.", NONE_OF_THEM, EVERYTHING));
    all.put(
        "only-an-alert",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .alsoFires("DhakaCartHighMemory", "dhakacart")
            .as("All there is is another alert.", NONE_OF_THEM, EVERYTHING));
    all.put(
        "errors-unexplained",
        well()
            .history()
            .ratesRiseFrom("22:57:00")
            .failing("/", 20)
            .failing("/products", 20)
            .failing("/:id", 20)
            .as("Errors on most routes, and nothing else is seen.", NONE_OF_THEM, EVERYTHING));
    all.put(
        "scaled-to-nothing",
        Recording.seenAt("23:00:00")
            .alertSince("22:59:00")
            .history()
            .replicas(0)
            .endpoints(0, 0)
            .noTraffic()
            .as("Somebody has scaled the service to nothing.", NONE_OF_THEM, EVERYTHING));
  }

  // ---- what scenarios begin with

  /** Three pods of an old revision, and everything is well but for what is added. */
  private static Recording well() {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:30")
        .threePods(true, true, true)
        .endpoints(3, 0)
        .healthy(4, 2, 1)
        .healthy(6, 3, 2)
        .healthy(3, 1, 1)
        .use(60, 80)
        .traffic(20, 15, 0.4)
        .route("/cart", 400, 0)
        .autoscaler(3, 6);
  }

  private static Recording poolIsFull() {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:30")
        .threePods(false, false, false)
        .endpoints(0, 3)
        .fullPools()
        .use(30, 80)
        .traffic(2, 100, 10)
        .failing("/", 60)
        .failing("/products", 55)
        .failing("/:id", 50)
        .ratesRiseFrom("22:56:00")
        .history();
  }

  private static DatabaseActivity silent() {
    return DatabaseActivity.closed(Access.SILENT, "Connection attempt timed out.", 3_000);
  }

  private static Recording databaseAway(String error) {
    return Recording.seenAt("23:00:00")
        .alertSince("22:58:30")
        .threePods(false, false, false)
        .endpoints(0, 3)
        .health(503, 3975, error, 0, 0, 0, true)
        .health(503, 3782, error, 0, 0, 0, true)
        .health(503, 4171, error, 0, 0, 0, true)
        .line(240, "warn", "Database query attempt failed", error)
        .line(80, "error", "Readiness check failed", error)
        .use(10, 70)
        .noTraffic()
        .ratesRiseFrom("22:56:00")
        .history();
  }

  /** So many of three pods were killed for their memory. */
  private static Recording killed(int pods) {
    Recording recording =
        Recording.seenAt("23:00:00").alertSince("22:58:30").ratesRiseFrom("22:57:00");
    for (int i = 0; i < 3; i++) {
      String name = "5c6f-" + "abc".charAt(i);
      if (i < pods) {
        recording.endedPod(name, i > 0, 90_000, 4, "OOMKilled", 137, 40 + i).noHealth(20, "gone");
        recording.top(name, 90, 480);
      } else {
        recording.pod(name, "v1", true, 90_000).healthy(5, 2, 1).top(name, 90, 300);
      }
    }
    return recording.endpoints(3 - pods, pods).traffic(9, 7, 3);
  }

  private static Recording throttled() {
    return well()
        .use(480, 200)
        .history()
        .failing("/products", 12)
        .ratesRiseFrom("22:56:00")
        .throttled("5c6f-a", 0.7)
        .throttled("5c6f-b", 0.6)
        .throttled("5c6f-c", 0.65)
        .warning("Liveness probe failed: context deadline exceeded", 30);
  }

  private static Blocker others(int blocked, String session) {
    return new Blocker(session, false, "idle in transaction", blocked, 140, 150.0);
  }

  // ---- changing what was recorded

  private static ObjectNode tree(RecordedIncident incident) {
    return RecordedFiles.JSON.valueToTree(incident);
  }

  private void put(String name, ObjectNode tree, RecordedIncident like, String description) {
    RecordedIncident changed = RecordedFiles.read(tree.toString());
    all.put(
        name,
        new RecordedIncident(
            description,
            like.cause(),
            like.harmful(),
            changed.circumstances(),
            changed.evidence()));
  }

  private static void unknown(ObjectNode tree, String part) {
    ObjectNode answer = (ObjectNode) tree.at("/evidence/" + part);
    if (answer != null && answer.has("value")) {
      answer.remove("value");
      answer.put("unknownBecause", "no answer within 10 s");
    }
  }

  private static void line(
      ObjectNode tree,
      String level,
      String message,
      String error,
      int count,
      String first,
      String last) {
    ObjectNode line = tree.withArray("/evidence/logPatterns/value").addObject();
    line.put("level", level).put("message", message).put("error", error);
    line.put("count", count).put("firstSeen", first).put("lastSeen", last).putArray("routes");
  }

  private static void alert(ObjectNode tree, String name, String service, String since) {
    ObjectNode alert = tree.withArray("/evidence/alerts/value").addObject();
    alert.put("name", name).put("service", service);
    alert.put("severity", "critical").put("startedAt", since);
  }

  private static void event(ObjectNode tree, String message, String seen) {
    ObjectNode event = tree.withArray("/evidence/events/value").addObject();
    event.put("object", "pod/one-of-them").put("reason", "Unhealthy").put("message", message);
    event.put("count", 1).put("lastSeen", seen);
  }
}
