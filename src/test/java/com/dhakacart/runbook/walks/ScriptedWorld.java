package com.dhakacart.runbook.walks;

import com.dhakacart.runbook.cluster.ClusterUnavailable;
import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.cluster.changing.ApprovedUse;
import com.dhakacart.runbook.cluster.changing.ChangeDrifted;
import com.dhakacart.runbook.cluster.changing.ChangeRefused;
import com.dhakacart.runbook.cluster.changing.ClusterChanges;
import com.dhakacart.runbook.cluster.changing.Probe;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Obstacle;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.Reversal;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RouteLatency;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.WarningEvent;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * A world whose every answer a test decides: for the paths through the picture, where it matters
 * what was seen and not how. The capabilities' own tests meet real HTTP counterparts.
 */
class ScriptedWorld
    implements ClusterView, ClusterChanges, DatabaseView, HealthProbe, Metrics, Logs {

  /** What is wrong with the service. */
  enum Fault {
    NOTHING,
    BAD_RELEASE,
    SAME_TAG_RELEASE,
    POOL_EXHAUSTED,
    DATABASE_DOWN,
    OUT_OF_MEMORY,
    PAYMENTS_FAIL,
    UNEXPLAINED
  }

  private static final long MIB = 1L << 20;

  private static final DatabaseActivity NOBODY_WAITS =
      new DatabaseActivity(
          DatabaseActivity.Access.ACCEPTS,
          null,
          3,
          64,
          97,
          "the settings",
          List.of(),
          List.of(),
          0);

  private final Clock clock;

  Fault fault;
  boolean clusterAnswers;
  boolean prometheusAnswers;
  boolean alertFires;
  boolean rolloutFails;
  boolean drifted;
  Set<ChangeKind> refused = Set.of();
  boolean changesUnreachable;

  /** So many changes are made before the API server is away for one; -1 for never. */
  int unreachableAfter;

  /** The next change is made, and nobody hears of it. */
  boolean answerIsLost;

  /** What happens elsewhere while a change is written, once; null where nothing does. */
  Runnable meanwhile;

  /** Where changes are planned and made in earnest; null where that is scripted, too. */
  ClusterChanges changing;

  /** Knows whether they were made; null as above. */
  ClusterView changed;

  /** Whom the changes were made for. */
  List<String> incidents;

  boolean healsByChange;
  boolean asBeforeAlready;

  /** As when containers are killed: what customers miss leaves no trace. */
  boolean noErrorsCounted;

  boolean autoscalerOwnsReplicas;
  int rolloutLooks;
  boolean anotherRolloutRuns;

  /** What the database says; null for what it says when nobody there waits for anybody. */
  DatabaseActivity database;

  /** False where no connection to the database is configured. */
  boolean databaseCanBeAsked;

  /** Whether the one pod that a probe makes is there, once it was asked for. */
  boolean newPodExists;

  boolean newPodFillsUpAgain;

  /** What the namespace has no room for. */
  List<String> hindrances;

  /** Who writes over whatever is changed; null where nobody does. */
  String revertedBy;

  /** What the answer to a write holds instead of what was asked for; null where it holds that. */
  String takenOut;

  /** What would keep any change from having an effect. */
  List<Obstacle> obstacles;

  boolean nodesMayBeListed;

  /** Of what customers get while the fault is there. */
  double errorRatio;

  /** What runs under the tag of all pods; null where no node says so. */
  String imageId;

  /** What the node that all pods run on is short of. */
  List<String> pressures;

  List<FiringAlert> otherAlerts;
  List<Change> applied;
  List<String> asked;

  /** What somebody has rolled out since; null when nobody did. */
  Release newestRelease;

  /** What pods and metrics were asked of. */
  Set<Workload> lookedAt;

  ScriptedWorld(Clock clock) {
    this.clock = clock;
    reset();
  }

  void reset() {
    fault = Fault.NOTHING;
    clusterAnswers = true;
    prometheusAnswers = true;
    alertFires = true;
    rolloutFails = false;
    drifted = false;
    refused = Set.of();
    changesUnreachable = false;
    unreachableAfter = -1;
    answerIsLost = false;
    meanwhile = null;
    changing = null;
    changed = null;
    healsByChange = true;
    asBeforeAlready = false;
    noErrorsCounted = false;
    autoscalerOwnsReplicas = false;
    rolloutLooks = 0;
    anotherRolloutRuns = false;
    database = null;
    databaseCanBeAsked = true;
    newPodExists = true;
    newPodFillsUpAgain = false;
    hindrances = List.of();
    obstacles = List.of();
    revertedBy = null;
    takenOut = null;
    newestRelease = null;
    nodesMayBeListed = true;
    errorRatio = 0.25;
    imageId = null;
    pressures = List.of();
    otherAlerts = List.of();
    applied = new ArrayList<>();
    incidents = new ArrayList<>();
    asked = new CopyOnWriteArrayList<>();
    lookedAt = ConcurrentHashMap.newKeySet();
  }

  void heal() {
    fault = Fault.NOTHING;
    alertFires = false;
  }

  private boolean wellBut(Fault... faults) {
    return List.of(faults).contains(fault);
  }

  private <T> Answer<T> cluster(String what, T value) {
    asked.add(what);
    return clusterAnswers
        ? Answer.of(what, clock.instant(), value)
        : Answer.unknown(what, clock.instant(), "the API server does not answer");
  }

  private <T> Answer<T> prometheus(String what, T value) {
    asked.add(what);
    return prometheusAnswers
        ? Answer.of(what, clock.instant(), value)
        : Answer.unknown(what, clock.instant(), "Prometheus does not answer");
  }

  private Instant minutesAgo(int minutes) {
    return clock.instant().minus(Duration.ofMinutes(minutes));
  }

  private List<String> podNames() {
    return IntStream.rangeClosed(1, 3).mapToObj(n -> "dhakacart-backend-5d8f-" + n).toList();
  }

  // ---- looking

  @Override
  public Answer<List<PodState>> pods(Workload workload) {
    lookedAt.add(workload);
    boolean ready = !wellBut(Fault.POOL_EXHAUSTED, Fault.DATABASE_DOWN);
    boolean killed = wellBut(Fault.OUT_OF_MEMORY);
    return cluster(
        "pods",
        podNames().stream()
            .map(
                name ->
                    new PodState(
                        name,
                        "Running",
                        ready,
                        "dhakacart/backend:v1",
                        "5d8f",
                        minutesAgo(60),
                        killed ? 4 : 0,
                        null,
                        killed ? new PodState.Termination("OOMKilled", 137, minutesAgo(1)) : null,
                        0.5,
                        512 * MIB,
                        null,
                        null,
                        containers()))
            .toList());
  }

  private List<ContainerState> containers() {
    return imageId == null
        ? List.of()
        : List.of(
            new ContainerState(
                "backend",
                ContainerState.Role.SERVES,
                "dhakacart/backend:v1",
                imageId,
                null,
                0,
                null,
                null));
  }

  @Override
  public Answer<List<LastWords>> lastWords(Workload workload) {
    return cluster("logs --previous", List.of());
  }

  @Override
  public Answer<List<WarningEvent>> warningEvents(Workload workload) {
    return cluster("events", List.of());
  }

  @Override
  public Answer<List<NodeState>> nodes(Workload workload) {
    return nodesMayBeListed
        ? cluster("nodes", List.of(new NodeState("worker-1", true, pressures, List.of())))
        : Answer.unknown("nodes", clock.instant(), "nodes is forbidden");
  }

  @Override
  public Answer<List<ServiceEndpoints>> endpoints(Workload workload) {
    boolean none = wellBut(Fault.POOL_EXHAUSTED, Fault.DATABASE_DOWN);
    return cluster(
        "endpointslices",
        List.of(new ServiceEndpoints("dhakacart-backend-service", none ? 0 : 3, none ? 3 : 0)));
  }

  @Override
  public Answer<List<PodUsage>> usage(Workload workload) {
    long memory = wellBut(Fault.OUT_OF_MEMORY) ? 500 * MIB : 75 * MIB;
    return cluster(
        "metrics.k8s.io",
        podNames().stream().map(name -> new PodUsage(name, 0.04, memory)).toList());
  }

  @Override
  public Answer<List<PodThrottling>> throttling(Workload workload) {
    return cluster("cpu.stat", List.of());
  }

  @Override
  public Answer<Releases> releases(Workload workload) {
    boolean fresh = wellBut(Fault.BAD_RELEASE, Fault.SAME_TAG_RELEASE);
    String image = wellBut(Fault.BAD_RELEASE) ? "dhakacart/backend:v2-bad" : "dhakacart/backend:v1";
    Instant rolledOut = minutesAgo(fresh ? 3 : 3000);
    Release first =
        new Release(
            1,
            "dhakacart-backend-5d8e",
            List.of("dhakacart/backend:v1"),
            minutesAgo(9000),
            null,
            false,
            Release.Origin.FIRST,
            false);
    Release second =
        new Release(2, "dhakacart-backend-5d8f", List.of(image), rolledOut, null, newest() == null);
    return cluster(
        "replicasets",
        newest() == null
            ? new Releases(List.of(first, second), rolledOut)
            : new Releases(List.of(first, second, newest()), newest().createdAt()));
  }

  /** Whoever rolls something out at this moment began with it a moment ago. */
  private Release newest() {
    return newestRelease == null && anotherRolloutRuns
        ? new Release(
            3,
            "dhakacart-backend-5d90",
            List.of("dhakacart/backend:v1"),
            clock.instant(),
            null,
            true,
            Release.Origin.RESTART,
            false)
        : newestRelease;
  }

  @Override
  public Answer<Autoscaling> autoscaling(Workload workload) {
    return cluster(
        "horizontalpodautoscalers",
        new Autoscaling(
            3,
            autoscalerOwnsReplicas
                ? new Autoscaler("dhakacart-backend-hpa", 3, 50, 3, 3, List.of())
                : null));
  }

  @Override
  public Answer<List<String>> hindrances(
      Workload workload, Map<String, String> limits, int replicas) {
    return cluster("resourcequotas", hindrances);
  }

  @Override
  public Answer<List<Obstacle>> obstacles(Change change) {
    return changed == null ? cluster("objects", obstacles) : changed.obstacles(change);
  }

  @Override
  public Answer<List<Reversal>> reversed(List<Change> inEffect) {
    return cluster(
        "what was changed",
        inEffect.stream()
            .filter(it -> revertedBy != null)
            .map(
                it ->
                    new Reversal(
                        it.id(), List.of("spec.containers[0].image"), revertedBy, clock.instant()))
            .toList());
  }

  @Override
  public Answer<RolloutStatus> rolloutStatus(Workload workload) {
    if (anotherRolloutRuns) {
      return cluster(
          "deployment", new RolloutStatus(RolloutStatus.State.RUNNING, "1 of 3 updated"));
    }
    if (rolloutLooks > 0 && !applied.isEmpty()) {
      rolloutLooks--;
      return cluster(
          "deployment", new RolloutStatus(RolloutStatus.State.RUNNING, "1 of 3 updated"));
    }
    RolloutStatus.State state =
        rolloutFails ? RolloutStatus.State.FAILED : RolloutStatus.State.COMPLETE;
    return cluster("deployment", new RolloutStatus(state, "deployment " + state));
  }

  @Override
  public Answer<DatabaseActivity> activity(Set<String> backendAddresses) {
    boolean silent = database == null && !wellBut(Fault.POOL_EXHAUSTED, Fault.UNEXPLAINED);
    return silent || !databaseCanBeAsked
        ? Answer.unknown(
            "the database", clock.instant(), "no connection to the database is configured")
        : Answer.of("the database", clock.instant(), database == null ? NOBODY_WAITS : database);
  }

  @Override
  public Answer<List<PodHealth>> health(Workload workload) {
    return cluster("/health", podNames().stream().map(this::health).toList());
  }

  @Override
  public Answer<List<PodHealth>> health(Workload workload, Set<String> pods) {
    return cluster(
        "/health",
        pods.stream()
            .map(
                pod ->
                    newPodFillsUpAgain
                        ? health(pod, 503, 19_000, "timeout exceeded", 20, 0, 7)
                        : health(pod, 200, 3, null, 2, 1, 0))
            .toList());
  }

  @Override
  public Answer<List<PodState>> updatedPods(Workload workload) {
    boolean asked = applied.stream().anyMatch(it -> it.kind() == ChangeKind.PROBE);
    return cluster(
        "pods of the newest ReplicaSet",
        asked && newPodExists
            ? List.of(
                new PodState(
                    "dhakacart-backend-5d90-1",
                    "Running",
                    true,
                    "dhakacart/backend:v1",
                    "5d90",
                    clock.instant(),
                    0,
                    null,
                    null,
                    0.5,
                    512 * MIB))
            : List.of());
  }

  private PodHealth health(String pod) {
    return switch (fault) {
      case POOL_EXHAUSTED ->
          health(pod, 503, 19_000, "timeout exceeded when trying to connect", 20, 0, 7);
      case DATABASE_DOWN -> health(pod, 503, 4_000, "connect ECONNREFUSED 10.0.0.9:5432", 0, 0, 0);
      default -> health(pod, 200, 3, null, 2, 1, 0);
    };
  }

  private static PodHealth health(
      String pod, int status, long millis, String error, int total, int idle, int waiting) {
    String word = error == null ? "healthy" : "unhealthy";
    return new PodHealth(
        pod,
        "pod proxy",
        status,
        millis,
        word,
        new PodHealth.DatabaseCheck(word, error, millis, total, idle, waiting),
        new PodHealth.DependencyCheck("healthy", "Redis connection is healthy"),
        new PodHealth.MemoryCheck("healthy", 31.0),
        null);
  }

  @Override
  public Answer<List<EndpointCheck>> keyEndpoints(Workload workload) {
    int status = wellBut(Fault.NOTHING, Fault.PAYMENTS_FAIL) ? 200 : 500;
    return cluster(
        "/api/products",
        podNames().stream()
            .map(pod -> new EndpointCheck(pod, "/api/products", "pod proxy", status, 9, null))
            .toList());
  }

  @Override
  public Answer<List<PodFigures>> databaseFigures(Workload workload) {
    return cluster("/metrics", List.of());
  }

  @Override
  public boolean configured() {
    return true;
  }

  @Override
  public Answer<Traffic> traffic(Workload workload) {
    lookedAt.add(workload);
    double ratio = noErrorsCounted || wellBut(Fault.NOTHING) ? 0.0 : errorRatio;
    return prometheus("error ratio", new Traffic(20, ratio, 0.1));
  }

  @Override
  public Answer<Traffic> trafficSince(Workload workload, Instant since) {
    return traffic(workload);
  }

  @Override
  public Answer<ErrorRateHistory> errorRates(Workload workload, Instant from) {
    Instant now = clock.instant();
    return prometheus(
        "error ratio over time",
        new ErrorRateHistory(
            List.of(
                new ErrorRateHistory.Sample(now.minusSeconds(300), 0),
                new ErrorRateHistory.Sample(now.minusSeconds(120), 0.2),
                new ErrorRateHistory.Sample(now, wellBut(Fault.NOTHING) ? 0 : 0.25))));
  }

  @Override
  public Answer<List<RouteLatency>> latencies(Workload workload) {
    return prometheus("p95 by route", List.of());
  }

  @Override
  public Answer<List<RouteErrors>> routes(Workload workload) {
    return prometheus(
        "errors by route",
        switch (fault) {
          case NOTHING, UNEXPLAINED -> List.of();
          case BAD_RELEASE, SAME_TAG_RELEASE ->
              List.of(new RouteErrors("/", 6, 4), new RouteErrors("/products", 10, 0));
          case PAYMENTS_FAIL ->
              List.of(
                  new RouteErrors("/create-payment-intent", 3, 2),
                  new RouteErrors("/products", 10, 0));
          default ->
              List.of(
                  new RouteErrors("/", 6, 4),
                  new RouteErrors("/products", 10, 8),
                  new RouteErrors("/:id", 4, 3));
        });
  }

  @Override
  public Answer<List<FiringAlert>> firingAlerts() {
    List<FiringAlert> firing = new ArrayList<>(otherAlerts);
    if (alertFires) {
      firing.add(new FiringAlert("DhakaCartHighErrorRate", "dhakacart-backend", "critical", null));
    }
    return prometheus("ALERTS", firing);
  }

  @Override
  public Answer<List<LogPattern>> errors(Workload workload, Instant since) {
    return cluster(
        "pod logs",
        switch (fault) {
          case BAD_RELEASE, SAME_TAG_RELEASE ->
              List.of(
                  line("Get products failed", "relation \"product_catalog\" does not exist", 2),
                  line("Failed to do this before", "nothing", 20));
          case POOL_EXHAUSTED ->
              List.of(
                  line(
                      "Database query failed after all retries",
                      "timeout exceeded when trying to connect",
                      2));
          case DATABASE_DOWN ->
              List.of(
                  line(
                      "Database query failed after all retries",
                      "connect ECONNREFUSED 10.0.0.9:5432",
                      2));
          case PAYMENTS_FAIL ->
              List.of(
                  line(
                      "Error creating payment intent",
                      "An error occurred with our connection to Stripe.",
                      2));
          default -> List.of();
        });
  }

  @Override
  public Answer<LogReading> reading(Workload workload, Instant since) {
    return errors(workload, since)
        .map(it -> it.stream().mapToInt(LogPattern::count).sum())
        .map(lines -> new LogReading(lines, lines));
  }

  @Override
  public Answer<List<LogPattern>> errorsOnlySince(Workload workload, Instant since) {
    return errors(workload, since);
  }

  @Override
  public Answer<List<LogPattern>> dependencyErrors(Workload workload, Instant since) {
    return errors(workload, since);
  }

  private LogPattern line(String message, String error, int minutesAgo) {
    return new LogPattern(
        "error", message, error, List.of(), 40, minutesAgo(minutesAgo), clock.instant());
  }

  // ---- changing

  @Override
  public Change planRestart(Workload workload, String id) {
    if (changing != null) {
      return changing.planRestart(workload, id);
    }
    return plan(
        id, ChangeKind.RESTART, "kubectl rollout restart deployment/dhakacart-backend", false);
  }

  @Override
  public Probe planProbe(Workload workload, String id) {
    if (changing != null) {
      return changing.planProbe(workload, id);
    }
    Change probe =
        plan(
            id + "-probe",
            ChangeKind.PROBE,
            "kubectl rollout restart deployment/dhakacart-backend",
            false);
    Change pause =
        plan(
            id + "-pause",
            ChangeKind.PAUSE_ROLLOUT,
            "kubectl rollout pause deployment/dhakacart-backend",
            true);
    String resume = "kubectl rollout resume deployment/dhakacart-backend";
    return new Probe(
        List.of(
            probe, pause, plan(id + "-rest", ChangeKind.RESUME_ROLLOUT, resume, false, pause.id())),
        List.of(
            plan(id + "-probe-back", ChangeKind.PROBE, "kubectl patch it back", false, probe.id()),
            plan(id + "-pause-back", ChangeKind.PAUSE_ROLLOUT, resume, false, pause.id())));
  }

  @Override
  public Change planRollBack(Workload workload, String id) {
    if (changing != null) {
      return changing.planRollBack(workload, id);
    }
    if (fault == Fault.SAME_TAG_RELEASE) {
      throw new ChangeRefused("Both revisions run dhakacart/backend:v1: the tag decides");
    }
    return plan(
        id, ChangeKind.ROLL_BACK, "kubectl rollout undo deployment/dhakacart-backend", false);
  }

  @Override
  public List<Change> planLimits(Workload workload, Map<String, String> limits, String id) {
    if (changing != null) {
      return changing.planLimits(workload, limits, id);
    }
    return applied.stream().anyMatch(it -> it.kind() == ChangeKind.RAISE_LIMITS)
        ? List.of()
        : List.of(
            plan(id, ChangeKind.RAISE_LIMITS, "kubectl patch deployment dhakacart-backend", true));
  }

  @Override
  public List<Change> planReplicas(Workload workload, int replicas, String id) {
    if (changing != null) {
      return changing.planReplicas(workload, replicas, id);
    }
    String command =
        autoscalerOwnsReplicas
            ? "kubectl patch hpa dhakacart-backend-hpa minReplicas=" + replicas
            : "kubectl scale deployment/dhakacart-backend --replicas=" + replicas;
    return List.of(plan(id, ChangeKind.SCALE_OUT, command, true));
  }

  @Override
  public Change planDegradation(
      Workload workload, String resource, String name, String mergePatch, String id) {
    if (changing != null) {
      return changing.planDegradation(workload, resource, name, mergePatch, id);
    }
    return plan(id, ChangeKind.DEGRADE, "kubectl patch " + resource + " " + name, false);
  }

  @Override
  public List<Change> planUndo(List<Change> made, String idPrefix) {
    if (changing != null) {
      return changing.planUndo(made, idPrefix);
    }
    reach();
    return asBeforeAlready
        ? List.of()
        : made.stream()
            .map(it -> plan(idPrefix + it.id(), it.kind(), it.undoCommand(), false, it.id()))
            .toList();
  }

  private Change plan(String id, ChangeKind kind, String command, boolean temporary) {
    return plan(id, kind, command, temporary, null);
  }

  private Change plan(
      String id, ChangeKind kind, String command, boolean temporary, String undoes) {
    reach();
    return new Change(
        id,
        kind,
        "dhakacart",
        "deployments",
        "dhakacart-backend",
        "application/merge-patch+json",
        "{}",
        "{}",
        command,
        "undo of: " + command,
        "- before\n+ after",
        true,
        "digest",
        temporary,
        undoes);
  }

  @Override
  public void mustBeAsLeft(List<? extends ApprovedUse> uses) {
    if (changing != null) {
      changing.mustBeAsLeft(uses);
    }
  }

  @Override
  public AppliedChange apply(ApprovedUse use) {
    if (changing != null) {
      AppliedChange made = changing.apply(use);
      if (healsByChange) {
        heal();
      }
      return made;
    }
    Change change = use.change();
    reach();
    if (unreachableAfter-- == 0) {
      throw new ClusterUnavailable("The API server does not answer", null);
    }
    if (refused.contains(change.kind())) {
      throw new ChangeRefused("deployments is forbidden; type: " + change.command());
    }
    if (drifted) {
      drifted = false;
      throw new ChangeDrifted("spec.template changed since it was approved");
    }
    boolean repeated = applied.stream().anyMatch(it -> it.id().equals(change.id()));
    if (!repeated) {
      use.begin(change);
      applied.add(change);
      incidents.add(use.incident());
      happensElsewhere();
    }
    if (healsByChange) {
      heal();
    }
    if (answerIsLost) {
      answerIsLost = false;
      throw new ClusterUnavailable("The API server does not answer any more", null);
    }
    return new AppliedChange(
        change, clock.instant(), change.command() + " done", repeated, takenOut);
  }

  private void happensElsewhere() {
    if (meanwhile != null) {
      CompletableFuture.runAsync(meanwhile).join();
      meanwhile = null;
    }
  }

  @Override
  public Answer<Boolean> isMade(Change change, String incident) {
    if (changed != null) {
      return changed.isMade(change, incident);
    }
    return changesUnreachable
        ? Answer.unknown("deployment", clock.instant(), "The API server does not answer")
        : cluster("deployment", applied.stream().anyMatch(it -> it.id().equals(change.id())));
  }

  private void reach() {
    if (changesUnreachable) {
      throw new ClusterUnavailable("The API server does not answer", null);
    }
  }

  List<ChangeKind> made() {
    return applied.stream().map(Change::kind).toList();
  }
}
