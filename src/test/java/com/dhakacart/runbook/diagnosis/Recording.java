package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.ImageNote;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodHealth.DependencyCheck;
import com.dhakacart.runbook.incident.PodHealth.MemoryCheck;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RecordedIncident;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Release.Origin;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Remedy;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a responder saw of one incident, written down as it stands in the notes: nothing in it is
 * known but what was noted.
 */
public final class Recording {

  static final double THRESHOLD = 0.05;

  private static final String DEPLOYMENT = "dhakacart-backend-";
  private static final String IMAGE = "dhakacart/backend:";
  private static final double SECONDS = 120;
  private static final long MIB = 1L << 20;
  private static final double CPU_LIMIT = 0.5;
  private static final long MEMORY_LIMIT = 512 * MIB;

  private static final List<String> SERVICES =
      List.of(
          "dhakacart-backend",
          "dhakacart",
          "dhakacart-infrastructure",
          "dhakacart-database",
          "dhakacart-payments");

  private final Instant seenAt;
  private Instant alertStartedAt;
  private Instant linesSince;
  private Instant rolledOutAt;

  private final List<PodState> pods = new ArrayList<>();
  private final List<WarningEvent> events = new ArrayList<>();
  private final List<ServiceEndpoints> endpoints = new ArrayList<>();
  private final List<PodHealth> health = new ArrayList<>();
  private final List<PodUsage> usage = new ArrayList<>();
  private final List<PodThrottling> throttling = new ArrayList<>();
  private final List<FiringAlert> alerts = new ArrayList<>();
  private final List<LogPattern> lines = new ArrayList<>();
  private final List<RouteErrors> routes = new ArrayList<>();
  private final List<ErrorRateHistory.Sample> rates = new ArrayList<>();
  private final List<Release> releases = new ArrayList<>();
  private final List<NodeState> nodes = new ArrayList<>();
  private DatabaseActivity database;
  private List<ImageNote> images;
  private Usual usual;
  private RolloutStatus rollout;
  private int replicas = 3;
  private Traffic traffic;
  private Autoscaler autoscaler;

  private Recording(Instant seenAt) {
    this.seenAt = seenAt;
    this.alertStartedAt = seenAt;
    this.linesSince = seenAt.minus(Duration.ofMinutes(2));
  }

  /** Of the night of the recordings. */
  public static Instant at(String clock) {
    return Instant.parse("2026-11-23T" + clock + "Z");
  }

  static Recording seenAt(String clock) {
    return new Recording(at(clock));
  }

  Recording alertSince(String clock) {
    alertStartedAt = at(clock);
    return alsoFires("DhakaCartHighErrorRate", "dhakacart-backend");
  }

  Recording alsoFires(String name, String service) {
    alerts.add(new FiringAlert(name, service, "critical", alertStartedAt));
    return this;
  }

  // ---- kubectl get pods, endpoints, events, top

  Recording pod(String name, String image, boolean ready, int secondsOld) {
    return pod(name, image, ready, secondsOld, 0, null, null);
  }

  /** The last pod that was added runs there. */
  Recording on(String node) {
    PodState it = pods.remove(pods.size() - 1);
    pods.add(
        new PodState(
            it.name(),
            it.phase(),
            it.ready(),
            it.image(),
            it.revision(),
            it.startedAt(),
            it.restarts(),
            it.waitingReason(),
            it.lastTermination(),
            it.cpuLimitCores(),
            it.memoryLimitBytes(),
            node,
            null,
            it.containers()));
    return this;
  }

  /**
   * What runs on all pods so far, as the nodes say it, and what was noted before, newest first.
   *
   * @param build stands for the digest of its image
   */
  Recording runsBuild(char build, ImageNote... noted) {
    pods.replaceAll(
        it ->
            with(
                it,
                new ContainerState(
                    "backend",
                    ContainerState.Role.SERVES,
                    it.image(),
                    imageId(build),
                    null,
                    it.restarts(),
                    it.waitingReason(),
                    it.lastTermination())));
    images = List.of(noted);
    return this;
  }

  /** When the image of all pods so far is pulled; which one that is, nobody noted. */
  Recording pulls(String policy) {
    pods.replaceAll(
        it ->
            with(
                it,
                new ContainerState(
                    "backend",
                    ContainerState.Role.SERVES,
                    it.image(),
                    null,
                    policy,
                    0,
                    null,
                    null)));
    return this;
  }

  /** A note that the last pod's image was this build. */
  ImageNote noted(char build, String from, String until) {
    return new ImageNote(
        "backend", pods.get(pods.size() - 1).image(), imageId(build), at(from), at(until));
  }

  private static String imageId(char build) {
    return "docker.io/dhakacart/backend@sha256:" + String.valueOf(build).repeat(64);
  }

  /** What the watch noted of the logs, often enough. */
  Recording usually(Instant since, String message) {
    return usually(since, message, "", 9);
  }

  /**
   * @param rounds of 9, in each of which it was there once
   */
  Recording usually(Instant since, String message, String error, int rounds) {
    LogPattern.Words words = LogPattern.Words.of("error", message, error);
    usual =
        new Usual(
            since,
            9,
            List.of(),
            List.of(new Usual.UsualPattern(words, rounds, rounds, since, seenAt)));
    return this;
  }

  /** Beside the one that serves, in the last pod that was added; it runs again. */
  Recording besideDied(String container, String reason, int exitCode, int endedSecondsAgo) {
    PodState it = pods.remove(pods.size() - 1);
    pods.add(
        with(
            it,
            new ContainerState(
                container,
                ContainerState.Role.BESIDE,
                container + ":1",
                null,
                null,
                3,
                null,
                new PodState.Termination(reason, exitCode, ago(endedSecondsAgo)))));
    return this;
  }

  private static PodState with(PodState it, ContainerState container) {
    return new PodState(
        it.name(),
        it.phase(),
        it.ready(),
        it.image(),
        it.revision(),
        it.startedAt(),
        it.restarts(),
        it.waitingReason(),
        it.lastTermination(),
        it.cpuLimitCores(),
        it.memoryLimitBytes(),
        it.node(),
        it.address(),
        Stream.concat(it.containers().stream(), Stream.of(container)).toList());
  }

  Recording endedPod(
      String name,
      boolean ready,
      int secondsOld,
      int restarts,
      String reason,
      int exitCode,
      int endedSecondsAgo) {
    var ended = new PodState.Termination(reason, exitCode, ago(endedSecondsAgo));
    String waiting = ready ? null : "CrashLoopBackOff";
    return pod(name, "latest", ready, secondsOld, restarts, waiting, ended);
  }

  private Recording pod(
      String name,
      String image,
      boolean ready,
      int secondsOld,
      int restarts,
      String waiting,
      PodState.Termination ended) {
    pods.add(
        new PodState(
            DEPLOYMENT + name,
            "Running",
            ready,
            IMAGE + image,
            name.substring(0, name.indexOf('-')),
            ago(secondsOld),
            restarts,
            waiting,
            ended,
            CPU_LIMIT,
            MEMORY_LIMIT));
    return this;
  }

  Recording endpoints(int ready, int notReady) {
    endpoints.add(new ServiceEndpoints("dhakacart-backend-service", ready, notReady));
    return this;
  }

  Recording warning(String message, int secondsAgo) {
    events.add(new WarningEvent("pod/one-of-them", "Unhealthy", message, 1, ago(secondsAgo)));
    return this;
  }

  Recording top(String pod, int milliCores, int mib) {
    usage.add(new PodUsage(DEPLOYMENT + pod, milliCores / 1000.0, mib * MIB));
    return this;
  }

  Recording throttled(String pod, double share) {
    throttling.add(new PodThrottling(DEPLOYMENT + pod, share));
    return this;
  }

  Recording autoscaler(int current, int most) {
    return autoscaler(current, most, 40);
  }

  /**
   * @param cpu utilization in percent, of a target of 70 %
   */
  Recording autoscaler(int current, int most, int cpu) {
    var metrics = List.of(new Autoscaler.Metric("cpu", cpu, 70));
    autoscaler =
        new Autoscaler("dhakacart-backend-hpa", 3, most, current, current, List.of(), metrics);
    return this;
  }

  // ---- /health

  /** A pod whose database and Redis are well. */
  Recording healthy(long millis, int total, int idle) {
    return health(200, millis, null, total, idle, 0, true);
  }

  /**
   * @param databaseError null where the database is healthy
   */
  Recording health(
      int status,
      long millis,
      String databaseError,
      int total,
      int idle,
      int waiting,
      boolean redis) {
    String database = databaseError == null ? "healthy" : "unhealthy";
    health.add(
        new PodHealth(
            nextPod(),
            "pod proxy",
            status,
            millis,
            status == 200 ? "healthy" : "unhealthy",
            new DatabaseCheck(database, databaseError, millis, total, idle, waiting),
            redis
                ? new DependencyCheck("healthy", "Redis connection is healthy")
                : new DependencyCheck("unhealthy", "Redis client not connected"),
            new MemoryCheck("healthy", 32.0),
            null));
    return this;
  }

  Recording noHealth(long millis, String problem) {
    return health(0, millis, problem);
  }

  /** Well, and not a word of its database, of Redis or of its memory. */
  Recording answersHealth() {
    return health(200, 5, null);
  }

  Recording tooManyRequests() {
    return health(429, 5, "Too many requests");
  }

  private Recording health(int status, long millis, String problem) {
    String pod = nextPod();
    health.add(new PodHealth(pod, "pod proxy", status, millis, null, null, null, null, problem));
    return this;
  }

  /** Pods are asked in the order in which they are listed. */
  private String nextPod() {
    return health.size() < pods.size()
        ? pods.get(health.size()).name()
        : DEPLOYMENT + health.size();
  }

  // ---- several things at once

  /** Of the revision that ran before everything else, a day old. */
  Recording threePods(boolean... ready) {
    for (int i = 0; i < ready.length; i++) {
      pod("5c6f-" + "abcdef".charAt(i), "v1", ready[i], 90_000);
    }
    return this;
  }

  /** CPU in thousandths of a core and memory in MiB of every pod, of 500 and 512. */
  Recording use(int milliCores, int mib) {
    usage.clear();
    pods.forEach(it -> usage.add(new PodUsage(it.name(), milliCores / 1000.0, mib * MIB)));
    return this;
  }

  Recording fullPools() {
    for (int i = 0; i < 3; i++) {
      health(503, 19_000 + i, "timeout exceeded when trying to connect", 20, 0, 5 + i, false);
    }
    return line(
            600, "warn", "Database query attempt failed", "timeout exceeded when trying to connect")
        .line(200, "error", "Get products failed", "timeout exceeded when trying to connect");
  }

  Recording withoutRedis() {
    health.clear();
    for (int i = 0; i < 3; i++) {
      health(503, 10, null, 2, 1, 0, false);
    }
    return this;
  }

  /** A route that is asked often, and so many percent of its requests fail. */
  Recording failing(String route, int percent) {
    return route(route, 4.0 * (100 - percent), 4.0 * percent);
  }

  Recording replicas(int wanted) {
    replicas = wanted;
    return this;
  }

  /** The errors cross the threshold at this time, and rise on; none before. */
  Recording ratesRiseFrom(String clock) {
    rates.clear();
    for (int i = 8; i > 0; i--) {
      rates.add(new ErrorRateHistory.Sample(at(clock).minusSeconds(15L * i), 0.002));
    }
    for (int i = 0; !at(clock).plusSeconds(15L * i).isAfter(seenAt); i++) {
      rates.add(
          new ErrorRateHistory.Sample(
              at(clock).plusSeconds(15L * i), Math.min(0.9, 0.06 + 0.03 * i)));
    }
    return this;
  }

  /** One revision, hours old, and none before it. */
  Recording history() {
    releases.clear();
    return revision(1, "5c6f", "v1", "20:00:00", Origin.FIRST).rolledOut("20:00:00");
  }

  Recording releasedAt(String clock) {
    return history().revision(2, "7d8e", "v2", clock, Origin.RELEASE).runsSince(clock);
  }

  /** As a pipeline rolls the same tag out again: nothing but a mark of the pods differs. */
  Recording sameTagAt(String clock) {
    return history()
        .revision(2, "7d8e", "v1", clock, Origin.RELEASE)
        .changes(List.of(), List.of())
        .runsSince(clock);
  }

  /** As {@code kubectl rollout restart} does: the pods are made anew, and nothing else changes. */
  Recording restartedAt(String clock) {
    return history().revision(2, "7d8e", "v1", clock, Origin.RESTART).runsSince(clock);
  }

  /** The same image, and something else of the template. */
  Recording templateChangedAt(String clock, String what, String... lowered) {
    return history()
        .revision(2, "7d8e", "v1", clock, Origin.RELEASE)
        .changes(List.of(what), List.of(lowered))
        .runsSince(clock);
  }

  /** What the last of the given revisions changed. */
  private Recording changes(List<String> changed, List<String> lowered) {
    Release last = releases.remove(releases.size() - 1);
    releases.add(with(last, false, new Release.Difference(changed, lowered, false)));
    return this;
  }

  private static Release with(Release it, boolean current, Release.Difference difference) {
    return new Release(
        it.revision(),
        it.replicaSet(),
        it.images(),
        it.createdAt(),
        null,
        current,
        it.origin(),
        it.ranBefore(),
        difference);
  }

  /** The revision before it does not run any more, and the pods are the new one's. */
  private Recording runsSince(String clock) {
    if (releases.size() > 1) {
      Release first = releases.get(0);
      releases.set(
          0,
          new Release(
              first.revision(),
              first.replicaSet(),
              first.images(),
              first.createdAt(),
              null,
              false,
              first.origin(),
              false));
    }
    String image = releases.get(releases.size() - 1).images().get(0);
    pods.replaceAll(it -> replaced(it, image, at(clock).plusSeconds(10)));
    return rolledOut(clock);
  }

  private static PodState replaced(PodState it, String image, Instant startedAt) {
    return new PodState(
        it.name(),
        it.phase(),
        it.ready(),
        image,
        "7d8e",
        startedAt,
        it.restarts(),
        it.waitingReason(),
        it.lastTermination(),
        it.cpuLimitCores(),
        it.memoryLimitBytes());
  }

  // ---- the database itself, and the rollout

  /** Everything that it says; {@code others} hold the lock that {@code waiting} sessions want. */
  Recording database(int used, int waiting, int frozen, DatabaseActivity.Blocker... blockers) {
    List<DatabaseActivity.SessionGroup> groups = new ArrayList<>();
    if (waiting + frozen > 0) {
      groups.add(
          new DatabaseActivity.SessionGroup(true, "active", "Lock relation", waiting + frozen));
    }
    groups.add(
        new DatabaseActivity.SessionGroup(
            true, "idle", "Client ClientRead", Math.max(1, used - waiting - frozen - 1)));
    return database(
        new DatabaseActivity(
            DatabaseActivity.Access.ACCEPTS,
            null,
            4,
            used,
            97,
            "the addresses of its pods",
            groups,
            List.of(blockers),
            frozen));
  }

  Recording database(DatabaseActivity activity) {
    database = activity;
    return this;
  }

  Recording nodeInTrouble(String name, String pressure) {
    nodes.add(new NodeState(name, true, List.of(pressure), List.of()));
    return this;
  }

  Recording warning(String reason, String message, int secondsAgo) {
    events.add(new WarningEvent("Pod/one-of-them", reason, message, 1, ago(secondsAgo)));
    return this;
  }

  Recording rolloutRuns(String message) {
    rollout = new RolloutStatus(RolloutStatus.State.RUNNING, message, true);
    return this;
  }

  /** The rollout waits for pods that are refused as they are made. */
  Recording podsAreRefused(String because) {
    rollout =
        new RolloutStatus(
            RolloutStatus.State.RUNNING,
            "0 of 3: " + because,
            true,
            new RolloutStatus.PodsRefused(because, seenAt));
    return this;
  }

  // ---- logs

  /** From when on the lines below were written, where that is later than two minutes ago. */
  Recording linesSince(String clock) {
    linesSince = at(clock);
    return this;
  }

  Recording line(int count, String level, String message, String error) {
    return line(count, level, message, error, linesSince, seenAt);
  }

  Recording line(
      int count, String level, String message, String error, Instant first, Instant last) {
    lines.add(new LogPattern(level, message, error, List.of(), count, first, last));
    return this;
  }

  // ---- Prometheus

  /** Customers' requests of one route in two minutes. */
  Recording route(String route, double well, double failed) {
    routes.add(new RouteErrors(route, (well + failed) / SECONDS, failed / SECONDS));
    return this;
  }

  Recording traffic(double perSecond, double errorPercent, double p95) {
    traffic = new Traffic(perSecond, errorPercent / 100, p95);
    return this;
  }

  Recording noTraffic() {
    traffic = new Traffic(0, null, null);
    return this;
  }

  Recording rate(String clock, double errorPercent) {
    return rate(at(clock), errorPercent);
  }

  Recording rate(Instant at, double errorPercent) {
    rates.add(new ErrorRateHistory.Sample(at, errorPercent / 100));
    return this;
  }

  // ---- kubectl rollout history

  Recording revision(long number, String replicaSet, String image, String created, Origin origin) {
    return revision(number, replicaSet, image, created, origin, false);
  }

  /** A revision whose ReplicaSet ran before: it keeps its age. */
  Recording returnTo(long number, String replicaSet, String image, String created) {
    return revision(number, replicaSet, image, created, Origin.RELEASE, true);
  }

  private Recording revision(
      long number,
      String replicaSet,
      String image,
      String created,
      Origin origin,
      boolean ranBefore) {
    String name = DEPLOYMENT + replicaSet;
    List<String> images = List.of(IMAGE + image);
    releases.add(new Release(number, name, images, at(created), null, false, origin, ranBefore));
    return this;
  }

  /** When the last of the given revisions, the one that runs, was rolled out. */
  Recording rolledOut(String clock) {
    rolledOutAt = at(clock);
    Release it = releases.remove(releases.size() - 1);
    releases.add(with(it, true, it.difference()));
    return this;
  }

  /** The description and the judgement that make a test of it. */
  RecordedIncident as(String description, Cause cause, Remedy... harmful) {
    return new RecordedIncident(description, cause, List.of(harmful), circumstances(), evidence());
  }

  // ---- what it comes to

  public Evidence evidence() {
    return Evidence.NONE
        .with(PODS, answer(pods))
        .with(EVENTS, answer(events))
        .with(ERROR_LINES, answer(List.of()))
        .with(ENDPOINTS, answer(endpoints))
        .with(HEALTH, answer(health))
        .with(KEY_ENDPOINTS, answer(List.of()))
        .with(USAGE, answer(usage))
        .with(THROTTLING, answer(throttling))
        .with(TRAFFIC, traffic == null ? null : answer(traffic))
        .with(ALERTS, answer(alerts))
        .with(ERROR_RATES, answer(new ErrorRateHistory(rates)))
        .with(ROUTES, answer(routes))
        .with(LOG_PATTERNS, answer(lines))
        .with(DEPENDENCY_LINES, answer(List.of()))
        .with(USUAL, usual == null ? null : answer(usual))
        .with(IMAGES, images == null ? null : answer(images))
        .with(RELEASES, releases.isEmpty() ? null : answer(new Releases(releases, rolledOutAt)))
        .with(AUTOSCALING, answer(new Autoscaling(replicas, autoscaler)))
        .with(
            DATABASE_ACTIVITY,
            database == null
                ? Answer.unknown(
                    "the database", seenAt, "no connection to the database is configured")
                : answer(database))
        .with(ROLLOUT_STATUS, rollout == null ? null : answer(rollout))
        .with(NODES, nodes.isEmpty() ? null : answer(nodes));
  }

  public Circumstances circumstances() {
    return new Circumstances(THRESHOLD, alertStartedAt, seenAt, SERVICES);
  }

  public List<Observation> observations() {
    return Observations.in(evidence(), circumstances());
  }

  List<Observation.Kind> kinds() {
    return observations().stream().map(Observation::kind).toList();
  }

  private <T> Answer<T> answer(T value) {
    return Answer.of("as noted", seenAt, value);
  }

  private Instant ago(int seconds) {
    return seenAt.minusSeconds(seconds);
  }
}
