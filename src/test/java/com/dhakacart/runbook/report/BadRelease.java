package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.fixtures.DhakaCart;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Cause;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentHistory.Escalation;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.IncidentHistory.RecoveryWatch;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.LogReading;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import com.dhakacart.runbook.incident.PodHealth.DependencyCheck;
import com.dhakacart.runbook.incident.PodHealth.MemoryCheck;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.RecoveryCheck;
import com.dhakacart.runbook.incident.RefusedRequest;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.RuleHit;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Traffic;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A release that asks for a table that does not exist, with the figures of a real run; what came
 * after that run's end (from 23:07:46 on) is continued as it would have gone on.
 */
final class BadRelease {

  static final double THRESHOLD = 0.05;

  private static final Duration HOLD = Duration.ofMinutes(3);

  private static final String BAD = "dhakacart-backend-67648d459d-";
  private static final String GOOD = "dhakacart-backend-8576449475-";
  private static final List<String> BAD_PODS = List.of(BAD + "dxdxh", BAD + "h26pk", BAD + "vr68c");
  private static final List<String> GOOD_PODS =
      List.of(GOOD + "f8nll", GOOD + "mkglk", GOOD + "rtmmm");
  private static final String ROLL_BACK =
      "kubectl -n dhakacart rollout undo deployment/dhakacart-backend --to-revision=1";
  private static final String ROLL_FORWARD =
      "kubectl -n dhakacart rollout undo deployment/dhakacart-backend --to-revision=2";
  private static final String DIFF =
      """
      --- deployments/dhakacart-backend
      +++ deployments/dhakacart-backend
      @@ spec.template.spec.containers[0] @@
         name: backend
      -  image: dhakacart/backend:v2-bad
      +  image: dhakacart/backend:latest
         imagePullPolicy: Always
      """;
  private static final String RATIO =
      "(sum(rate(http_requests_total{job=\"dhakacart-backend\",status=~\"5..\",route!~\"/health|/ready|/live|/metrics\"}[1m])) or vector(0)) / sum(rate(http_requests_total{job=\"dhakacart-backend\",route!~\"/health|/ready|/live|/metrics\"}[1m]))";

  private BadRelease() {}

  static Instant at(String clock) {
    return Instant.parse("2026-11-23T" + clock + "Z");
  }

  static Incident incident() {
    return new Incident(
        "DhakaCartHighErrorRate-20261123-230532",
        DhakaCart.BACKEND,
        "DhakaCartHighErrorRate",
        at("23:05:32"));
  }

  static IncidentHistory closed() {
    return new IncidentHistory(
        incident(),
        timeline(),
        decisions(),
        before(),
        after(),
        rankedCauses(),
        Cause.CODE_DEPLOYMENT,
        List.of(
            new MadeChange(
                at("23:06:21"),
                ROLL_BACK,
                ROLL_FORWARD,
                DIFF,
                "oncall",
                "deployment.apps/dhakacart-backend rolled back")),
        List.of(),
        recoveryChecks(),
        Outcome.RECOVERED,
        at("23:09:40"),
        at("23:06:11"),
        at("23:07:36"),
        null,
        errorRates(Instant.MAX),
        THRESHOLD,
        """
        Release v2-bad reads from product_catalog; the migration that creates this table was not part of it.

        It passed its tests because the test database still had the table.""",
        "The line \"Database query failed after all retries\" misleads: read the error beside it.",
        links(),
        List.of(),
        List.of());
  }

  /** The same while the approval is waited for. */
  static IncidentHistory waitingForApproval() {
    return new IncidentHistory(
        incident(),
        timeline().subList(0, 14),
        List.of(),
        before(),
        null,
        rankedCauses(),
        Cause.CODE_DEPLOYMENT,
        List.of(),
        List.of(
            new Escalation(
                at("23:06:20"),
                "several-services",
                Team.SENIOR_ENGINEER,
                "Errors on two services | see the task",
                null)),
        List.of(),
        null,
        null,
        null,
        null,
        null,
        errorRates(at("23:06:10")),
        THRESHOLD,
        null,
        null,
        links(),
        List.of(
            new RefusedRequest(
                at("23:06:13"),
                at("23:06:13"),
                1,
                "dba",
                "192.0.2.7",
                "POST /engine-rest/task/4711/complete",
                "the task does not take this answer, or not from this user",
                403,
                incident().key()),
            new RefusedRequest(
                at("23:06:15"),
                at("23:06:48"),
                3,
                "nobody",
                "2001:db8::7",
                "GET /incidents/" + incident().key() + "/report",
                "the user is not known, or the password or token is wrong",
                401,
                incident().key())),
        List.of());
  }

  /** The same while it is watched whether it stays well. */
  static IncidentHistory watched() {
    return with(closed(), List.of(), closed().cause(), new RecoveryWatch(at("23:16:35"), HOLD));
  }

  /** The same, after a person chose another cause than the ranking's first. */
  static IncidentHistory watchedForAnotherCause() {
    return with(
        closed(),
        List.of(
            new Decision(
                at("23:06:15"),
                "Approve change",
                "senior",
                "CHOOSE_ANOTHER_CAUSE",
                Cause.DATABASE_CONNECTIONS,
                "pools are full")),
        Cause.DATABASE_CONNECTIONS,
        new RecoveryWatch(at("23:16:35"), HOLD));
  }

  private static IncidentHistory with(
      IncidentHistory closed, List<Decision> decisions, Cause cause, RecoveryWatch watched) {
    return new IncidentHistory(
        closed.incident(),
        closed.timeline(),
        decisions,
        closed.evidence(),
        closed.evidenceAfter(),
        closed.rankedCauses(),
        cause,
        closed.changes(),
        closed.escalations(),
        closed.recoveryChecks(),
        null,
        null,
        closed.acknowledgedAt(),
        closed.recoveredAt(),
        watched,
        closed.errorRates(),
        closed.errorThreshold(),
        null,
        null,
        closed.links(),
        closed.refused(),
        closed.unreadable());
  }

  /** As limits and replicas are raised: two changes in one second. */
  static IncidentHistory changedTwiceInASecond() {
    IncidentHistory closed = closed();
    MadeChange change = closed.changes().get(0);
    return new IncidentHistory(
        closed.incident(),
        closed.timeline(),
        closed.decisions(),
        closed.evidence(),
        closed.evidenceAfter(),
        closed.rankedCauses(),
        closed.cause(),
        List.of(
            change,
            new MadeChange(
                change.at().plusMillis(300),
                change.command(),
                change.undoCommand(),
                change.diff(),
                change.approvedBy(),
                change.result())),
        closed.escalations(),
        closed.recoveryChecks(),
        closed.outcome(),
        closed.closedAt(),
        closed.acknowledgedAt(),
        closed.recoveredAt(),
        closed.watched(),
        closed.errorRates(),
        closed.errorThreshold(),
        closed.rootCause(),
        closed.runbookNotes(),
        closed.links(),
        closed.refused(),
        closed.unreadable());
  }

  /** Opened, and nothing could be asked. */
  static IncidentHistory nothingAnswers() {
    return new IncidentHistory(
        incident(),
        List.of(new Entry(at("23:05:32"), "Alert fired", null, null, null)),
        List.of(),
        unknown(),
        null,
        List.of(),
        null,
        List.of(),
        List.of(),
        List.of(
            new RecoveryCheck(at("23:11:02"), List.of("error rate unknown: Prometheus is away"))),
        null,
        null,
        null,
        null,
        null,
        null,
        THRESHOLD,
        null,
        null,
        Map.of(),
        List.of(),
        List.of());
  }

  /** The same words in every place where somebody or something from outside may speak. */
  static IncidentHistory saying(String words) {
    Instant at = at("23:06:00");
    Incident incident = new Incident("key-1", incident().workload(), words, incident().openedAt());
    return new IncidentHistory(
        incident,
        List.of(new Entry(at, words, words, null, words)),
        List.of(new Decision(at, words, words, words, null, words)),
        saying(words, at),
        null,
        List.of(
            new RankedCause(
                Cause.NONE_OF_THEM,
                0,
                0,
                List.of(new RuleHit(words, Cause.NONE_OF_THEM, 0, words, words)))),
        Cause.NONE_OF_THEM,
        List.of(new MadeChange(at, words, words, words, words, words)),
        List.of(new Escalation(at, words, Team.ON_CALL, words, words)),
        List.of(new RecoveryCheck(at, List.of(words))),
        Outcome.HANDED_OVER,
        at("23:07:00"),
        at,
        null,
        null,
        errorRates(Instant.MAX),
        THRESHOLD,
        words,
        words,
        Map.of(words, words),
        List.of(new RefusedRequest(at, at, 1, words, words, words, words, 403, words)),
        List.of(words));
  }

  private static Evidence saying(String words, Instant at) {
    return Evidence.NONE
        .with(PODS, Answer.unknown(words, at, words))
        .with(
            ERROR_LINES,
            Answer.of(words, at, List.of(pattern("error", words, words, List.of(words), 1))))
        .with(ROUTES, Answer.of(words, at, List.of(new RouteErrors(words, 1, 1))));
  }

  static Plan plannedChange() {
    return new Plan(
        Cause.CODE_DEPLOYMENT,
        "Go back from revision 2 (dhakacart/backend:v2-bad) to revision 1 (dhakacart/backend:latest)",
        List.of(
            new Change(
                "1-roll-back",
                ChangeKind.ROLL_BACK,
                "dhakacart",
                "deployments",
                "dhakacart-backend",
                "application/json-patch+json",
                "[]",
                "[]",
                ROLL_BACK,
                ROLL_FORWARD,
                DIFF,
                true,
                "0",
                false,
                null)),
        List.of("It does not take back what the release wrote to the database."),
        at("23:06:09"));
  }

  static List<RankedCause> rankedCauses() {
    return List.of(
        new RankedCause(
            Cause.CODE_DEPLOYMENT,
            11,
            0.92,
            List.of(
                new RuleHit(
                    "ERRORS_BEGAN_WITH_ROLLOUT",
                    Cause.CODE_DEPLOYMENT,
                    4,
                    "The errors began within minutes of a rollout.",
                    "errors 51 s after the rollout of revision 2"),
                new RuleHit(
                    "NEW_ERROR_MESSAGE_SINCE_ROLLOUT",
                    Cause.CODE_DEPLOYMENT,
                    4,
                    "This message was not logged before the rollout.",
                    "Get products failed: relation \"product_catalog\" does not exist"),
                new RuleHit(
                    "SCHEMA_ERROR_IN_DATABASE",
                    Cause.CODE_DEPLOYMENT,
                    3,
                    "The database answers and says that the question is wrong.",
                    "1228 lines"))),
        new RankedCause(
            Cause.DATABASE_CONNECTIONS,
            -4,
            0,
            List.of(
                new RuleHit(
                    "DATABASE_HEALTHY",
                    Cause.DATABASE_CONNECTIONS,
                    -4,
                    "The database answers quickly to every pod.",
                    "1-44 ms"))),
        new RankedCause(
            Cause.RESOURCE_EXHAUSTION,
            -3,
            0,
            List.of(
                new RuleHit(
                    "RESOURCES_AMPLE",
                    Cause.RESOURCE_EXHAUSTION,
                    -3,
                    "CPU and memory are far from their limits.",
                    null))));
  }

  static Evidence before() {
    Instant triage = at("23:06:04");
    Instant diagnosis = at("23:06:08");
    return Evidence.NONE
        .with(
            PODS,
            Answer.of(
                "kubectl get pods -n dhakacart -l app=dhakacart-backend",
                triage,
                List.of(
                    pod(BAD_PODS.get(0), "v2-bad", "23:04:58"),
                    pod(BAD_PODS.get(1), "v2-bad", "23:04:47"),
                    pod(BAD_PODS.get(2), "v2-bad", "23:04:36"))))
        .with(
            EVENTS,
            Answer.of(
                "kubectl get events -n dhakacart --field-selector type=Warning",
                triage,
                List.of(
                    new WarningEvent(
                        "horizontalpodautoscaler/dhakacart-backend-hpa",
                        "FailedGetResourceMetric",
                        "failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)",
                        1,
                        at("23:02:36")))))
        .with(
            ERROR_LINES,
            Answer.of(
                "kubectl logs -n dhakacart -l app=dhakacart-backend --tail=100 | grep -i error",
                triage,
                productErrors().subList(0, 3)))
        .with(
            ENDPOINTS,
            Answer.of(
                "kubectl get endpointslices -n dhakacart",
                triage,
                List.of(new ServiceEndpoints("dhakacart-backend-service", 3, 0))))
        .with(
            HEALTH,
            Answer.of(
                "GET /health of every pod",
                triage,
                List.of(
                    health(BAD_PODS.get(0), 2, 2, 2, 1, 32.22),
                    health(BAD_PODS.get(1), 6, 1, 1, 1, 31.54),
                    health(BAD_PODS.get(2), 44, 44, 4, 3, 31.51))))
        .with(
            KEY_ENDPOINTS,
            Answer.of(
                "GET /api/products of every pod",
                triage,
                BAD_PODS.stream()
                    .map(
                        pod ->
                            new EndpointCheck(pod, "/api/products", "pod proxy", 500, 4260, null))
                    .toList()))
        .with(
            USAGE,
            Answer.of(
                "kubectl top pods -n dhakacart -l app=dhakacart-backend",
                triage,
                List.of(
                    new PodUsage(BAD_PODS.get(0), 0.084, 76L << 20),
                    new PodUsage(BAD_PODS.get(1), 0.066, 74L << 20),
                    new PodUsage(BAD_PODS.get(2), 0.070, 77L << 20))))
        .with(
            THROTTLING,
            Answer.of(
                "container_cpu_cfs_throttled_periods_total / container_cpu_cfs_periods_total",
                triage,
                BAD_PODS.stream().map(pod -> new PodThrottling(pod, 0)).toList()))
        .with(TRAFFIC, Answer.of(RATIO, at("23:06:03"), new Traffic(19.57, 0.228, 4.57)))
        .with(
            ALERTS,
            Answer.of(
                "ALERTS{alertstate=\"firing\"}",
                diagnosis,
                List.of(
                    new FiringAlert(
                        "DhakaCartHighErrorRate",
                        "dhakacart-backend",
                        "critical",
                        at("23:05:30")))))
        .with(
            ERROR_RATES,
            Answer.of(RATIO + " since 22:06:08", diagnosis, errorRates(at("23:06:03"))))
        .with(
            ROUTES,
            Answer.of(
                "requests by route, over 2 minutes",
                diagnosis,
                List.of(
                    new RouteErrors("/products", 6.06, 0),
                    new RouteErrors("/", 4.80, 3.27),
                    new RouteErrors("/:id", 3.93, 0),
                    new RouteErrors("/create-payment-intent", 2.82, 0),
                    new RouteErrors("/products/:productId", 1.98, 0))))
        .with(
            LOG_PATTERNS,
            Answer.of(
                "kubectl logs of every pod since 23:03:22, level:ERROR AND service:backend",
                diagnosis,
                productErrors()))
        .with(
            DATABASE_FIGURES,
            Answer.of(
                "GET /metrics of every pod, grep pg_pool, pg_stat",
                diagnosis,
                List.of(
                    new PodFigures(
                        BAD_PODS.get(0),
                        "pod proxy",
                        Map.of("dhakacart_backend_database_connections_total", 0.0),
                        null),
                    new PodFigures(
                        BAD_PODS.get(1),
                        "pod proxy",
                        Map.of("dhakacart_backend_database_connections_total", 0.0),
                        null),
                    new PodFigures(BAD_PODS.get(2), "pod proxy", Map.of(), "429, its rate limit"))))
        .with(
            DEPENDENCY_LINES,
            Answer.of(
                "kubectl logs of every pod since 23:03:22, grep -i \"external\\|api\\|timeout\"",
                diagnosis,
                List.of()))
        .with(
            RELEASES,
            Answer.of(
                "kubectl rollout history deployment/dhakacart-backend -n dhakacart",
                diagnosis,
                new Releases(
                    List.of(
                        new Release(
                            2,
                            "dhakacart-backend-67648d459d",
                            List.of("dhakacart/backend:v2-bad"),
                            at("23:04:31"),
                            null,
                            true),
                        new Release(
                            1,
                            "dhakacart-backend-8576449475",
                            List.of("dhakacart/backend:latest"),
                            at("23:02:17"),
                            null,
                            false)),
                    at("23:04:31"))))
        .with(
            AUTOSCALING,
            Answer.of(
                "kubectl get hpa -n dhakacart",
                diagnosis,
                new Autoscaling(3, new Autoscaler("dhakacart-backend-hpa", 3, 6, 3, 3, List.of()))))
        .with(
            DATABASE_ACTIVITY,
            Answer.of(
                "postgresql://postgres:5432/dhakacart: pg_stat_activity, pg_blocking_pids",
                diagnosis,
                new DatabaseActivity(
                    DatabaseActivity.Access.ACCEPTS,
                    null,
                    4,
                    8,
                    97,
                    "the addresses of its pods",
                    List.of(
                        new DatabaseActivity.SessionGroup(true, "idle", "Client ClientRead", 7)),
                    List.of(),
                    0)))
        .with(
            ROLLOUT_STATUS,
            Answer.of(
                "kubectl rollout status deployment/dhakacart-backend -n dhakacart",
                diagnosis,
                new RolloutStatus(
                    RolloutStatus.State.COMPLETE,
                    "deployment \"dhakacart-backend\" successfully rolled out")))
        .with(
            LOG_READING,
            Answer.of(
                "kubectl logs of every pod since 22:06:08", diagnosis, new LogReading(2748, 2748)))
        .with(
            NODES,
            Answer.of(
                "kubectl describe nodes",
                triage,
                List.of(new NodeState("worker-1", true, List.of(), List.of()))));
  }

  private static Evidence after() {
    Instant look = at("23:09:36");
    return Evidence.NONE
        .with(
            PODS,
            Answer.of(
                "kubectl get pods -n dhakacart -l app=dhakacart-backend",
                look,
                List.of(
                    pod(GOOD_PODS.get(0), "latest", "23:06:46"),
                    pod(GOOD_PODS.get(1), "latest", "23:06:35"),
                    pod(GOOD_PODS.get(2), "latest", "23:06:23"))))
        .with(
            ENDPOINTS,
            Answer.of(
                "kubectl get endpointslices -n dhakacart",
                look,
                List.of(new ServiceEndpoints("dhakacart-backend-service", 3, 0))))
        .with(
            HEALTH,
            Answer.of(
                "GET /health of every pod",
                look,
                List.of(
                    health(GOOD_PODS.get(0), 3, 2, 2, 2, 30.9),
                    health(GOOD_PODS.get(1), 2, 1, 2, 2, 31.1),
                    health(GOOD_PODS.get(2), 5, 2, 3, 2, 31.4))))
        .with(
            KEY_ENDPOINTS,
            Answer.of(
                "GET /api/products of every pod",
                look,
                List.of(
                    new EndpointCheck(GOOD_PODS.get(0), "/api/products", "pod proxy", 200, 9, null),
                    new EndpointCheck(
                        GOOD_PODS.get(1), "/api/products", "pod proxy", 200, 12, null),
                    new EndpointCheck(
                        GOOD_PODS.get(2), "/api/products", "pod proxy", 429, 3, null))))
        .with(
            THROTTLING,
            Answer.unknown(
                "container_cpu_cfs_throttled_periods_total / container_cpu_cfs_periods_total",
                look,
                "Prometheus has no such series yet for these pods; look again in a minute"))
        .with(TRAFFIC, Answer.of(RATIO, look, new Traffic(20.11, 0.0, 0.10)))
        .with(ALERTS, Answer.of("ALERTS{alertstate=\"firing\"}", look, List.of()));
  }

  /** Every part unknown, for a reason each. */
  static Evidence unknown() {
    String cluster = "The API server did not answer within 10s; check the kubeconfig";
    String prometheus = "Prometheus did not answer within 5s; check runbook.metrics.url";
    Instant asked = at("23:05:33");
    Evidence nothing = Evidence.NONE;
    for (EvidencePart<?> part : EvidencePart.all()) {
      nothing = nothing.with(part, Answer.unknown(part.name(), asked, cluster));
    }
    return nothing
        .with(
            USAGE,
            Answer.unknown(
                "metrics.k8s.io", asked, "403 Forbidden; grant get on pods.metrics.k8s.io"))
        .with(THROTTLING, Answer.unknown("throttled periods", asked, prometheus))
        .with(TRAFFIC, Answer.unknown("5xx over all", asked, prometheus))
        .with(ALERTS, Answer.unknown("ALERTS", asked, prometheus))
        .with(ERROR_RATES, Answer.unknown("5xx over all, last hour", asked, prometheus))
        .with(ROUTES, Answer.unknown("by route", asked, prometheus))
        .with(
            DATABASE_ACTIVITY,
            Answer.unknown("the database", asked, "no connection to the database is configured"));
  }

  private static PodState pod(String name, String tag, String startedAt) {
    return new PodState(
        name,
        "Running",
        true,
        "dhakacart/backend:" + tag,
        name.split("-")[2],
        at(startedAt),
        0,
        null,
        null,
        0.5,
        512L << 20);
  }

  private static PodHealth health(
      String pod, long took, long databaseMillis, int total, int idle, double memoryPercent) {
    return new PodHealth(
        pod,
        "pod proxy",
        200,
        took,
        "healthy",
        new DatabaseCheck("healthy", null, databaseMillis, total, idle, 0),
        new DependencyCheck("healthy", "Redis connection is healthy"),
        new MemoryCheck("healthy", memoryPercent),
        null);
  }

  private static List<LogPattern> productErrors() {
    String missing = "relation \"product_catalog\" does not exist";
    List<String> products = List.of("/api/products");
    return List.of(
        pattern("warn", "Database query attempt failed", missing, List.of(), 1228),
        pattern("error", "Get products failed", missing, products, 398),
        pattern("error", "Error fetching products", missing, products, 398),
        pattern("error", "Database query failed after all retries", missing, List.of(), 398));
  }

  private static LogPattern pattern(
      String level, String message, String error, List<String> routes, int count) {
    return new LogPattern(level, message, error, routes, count, at("23:04:53"), at("23:06:07"));
  }

  private static List<Entry> timeline() {
    List<Entry> entries = new ArrayList<>();
    entries.add(
        new Entry(at("23:05:32"), "Alert fired", null, null, "5 % of requests fail (critical)"));
    entries.add(step("23:05:32", "Open incident", 40));
    entries.add(step("23:06:03", "Measure error rate", 60));
    entries.add(step("23:06:03", "Check pods", 210));
    entries.add(step("23:06:03", "Verify service health", 4310));
    entries.add(step("23:06:03", "Check resource usage", 180));
    entries.add(step("23:06:08", "Assemble evidence", 30));
    entries.add(step("23:06:08", "Analyze error patterns", 420));
    entries.add(step("23:06:08", "Check database", 150));
    entries.add(step("23:06:08", "Check external dependencies", 260));
    entries.add(step("23:06:08", "Check recent release", 120));
    entries.add(step("23:06:08", "Check autoscaler", 90));
    entries.add(step("23:06:09", "Rank causes", 20));
    entries.add(step("23:06:09", "Plan rollback", 310));
    entries.add(
        new Entry(
            at("23:06:10"),
            "Approve change",
            null,
            Duration.ofSeconds(10),
            "asked, and decided 10 s after"));
    entries.add(new Entry(at("23:06:20"), "Approve change: Approve", "oncall", null, ""));
    entries.add(step("23:06:20", "Roll back release", 340));
    entries.add(
        new Entry(
            at("23:06:21"),
            "Change made, approved",
            "oncall",
            null,
            "deployment.apps/dhakacart-backend rolled back"));
    entries.add(step("23:06:21", "Check rollout", 60));
    entries.add(step("23:06:26", "Check rollout", 60));
    entries.add(step("23:06:31", "Check rollout", 60));
    for (RecoveryCheck check : recoveryChecks()) {
      entries.add(new Entry(check.at(), "Watch error rate", null, Duration.ofMillis(70), null));
      entries.add(new Entry(check.at(), "Judge recovery", null, Duration.ofMillis(15), null));
    }
    entries.add(step("23:09:40", "Close incident", 25));
    entries.add(new Entry(at("23:12:05"), "Record root cause: done", "oncall", null, null));
    return entries;
  }

  private static Entry step(String clock, String name, long millis) {
    return new Entry(at(clock), name, null, Duration.ofMillis(millis), null);
  }

  private static List<Decision> decisions() {
    return List.of(
        new Decision(at("23:06:20"), "Approve change", "oncall", "APPROVE", null, ""),
        new Decision(
            at("23:12:05"),
            "Schedule post-mortem",
            "senior",
            "NOT_NEEDED",
            null,
            "Two minutes; the missing migration check | is ticket enough"));
  }

  private static List<RecoveryCheck> recoveryChecks() {
    Function<String, List<String>> stillFailing =
        rate -> List.of("error rate " + rate + ", not below 5 %", "p95 not below 2 s");
    return List.of(
        new RecoveryCheck(at("23:07:06"), stillFailing.apply("17.9 %")),
        new RecoveryCheck(at("23:07:25"), stillFailing.apply("7.1 %")),
        new RecoveryCheck(at("23:07:36"), List.of()),
        new RecoveryCheck(at("23:08:06"), List.of()),
        new RecoveryCheck(at("23:08:36"), List.of()),
        new RecoveryCheck(at("23:09:06"), List.of()),
        new RecoveryCheck(at("23:09:36"), List.of()));
  }

  /** Customers' 5xx over all, over one minute, as it was measured. */
  private static ErrorRateHistory errorRates(Instant until) {
    Object[][] measured = {
      {"23:04:30", 0.0}, {"23:04:41", 0.0}, {"23:04:51", 0.0}, {"23:05:02", 2.27},
      {"23:05:12", 4.85}, {"23:05:22", 9.42}, {"23:05:32", 14.63}, {"23:05:43", 17.82},
      {"23:05:53", 19.95}, {"23:06:03", 22.80}, {"23:06:21", 24.84}, {"23:06:32", 24.50},
      {"23:06:42", 23.69}, {"23:06:52", 22.48}, {"23:07:02", 17.97}, {"23:07:15", 11.16},
      {"23:07:25", 7.12}, {"23:07:36", 3.17}, {"23:07:46", 1.31}, {"23:07:57", 0.0},
      {"23:08:17", 0.0}, {"23:08:37", 0.0}, {"23:08:57", 0.0}, {"23:09:17", 0.0},
      {"23:09:36", 0.0}
    };
    List<Sample> samples = new ArrayList<>();
    for (Object[] pair : measured) {
      Instant at = at((String) pair[0]);
      if (!at.isAfter(until)) {
        samples.add(new Sample(at, (double) pair[1] / 100));
      }
    }
    return new ErrorRateHistory(samples);
  }

  private static Map<String, String> links() {
    return Map.of(
        "Grafana: DhakaCart Application Metrics",
        "http://grafana.dhakacart.local/d/app?from=1795475132000&to=1795475380000",
        "Kibana",
        "http://kibana.dhakacart.local/app/discover#/?_g=(time:(from:'2026-11-23T23:03:22Z'))",
        "Runbook: Database Issues",
        "./database-issues.md");
  }
}
