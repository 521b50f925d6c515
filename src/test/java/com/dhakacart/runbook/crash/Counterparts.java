package com.dhakacart.runbook.crash;

import com.dhakacart.runbook.faults.FaultyMailServer;
import com.dhakacart.runbook.faults.RandomFaults;
import com.dhakacart.runbook.fixtures.HttpCounterpart;
import com.dhakacart.runbook.fixtures.ShippedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that the product talks to, but for its database: some services for each path. */
class Counterparts implements AutoCloseable {

  /** As {@link RandomFaults} calls the question to Alertmanager. */
  static final String ASKED_WHAT_FIRES = "Alertmanager: GET /api/v2/alerts";

  private final Worlds worlds;
  private final CalledPeople people;
  private final HttpCounterpart logs = new HttpCounterpart();
  private final HttpCounterpart alertmanager = new HttpCounterpart();
  private final FaultyMailServer mail;
  private final URI apiServer;
  private final URI prometheus;
  private final URI pages;
  private final URI tickets;
  private final URI logStore;
  private final URI askedAlertmanager;
  private final ScheduledExecutorService lockHolder = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean restartsFail = true;
  private Episodes episodes;

  Counterparts(KillPoints points, int servicesAPath) {
    this(points, servicesAPath, it -> FaultyMailServer.of(it::takeMail), (server, name) -> server);
  }

  /** All of which goes wrong now and then. */
  Counterparts(KillPoints points, int servicesAPath, RandomFaults faults) {
    this(points, servicesAPath, it -> faults.mail(it::takeMail), faults::before);
  }

  /**
   * @param door where a server is asked in its place
   */
  private Counterparts(
      KillPoints points,
      int servicesAPath,
      Function<CalledPeople, FaultyMailServer> mailServer,
      BiFunction<URI, String, URI> door) {
    worlds = new Worlds(CrashPath.values().length * servicesAPath, points);
    people = new CalledPeople(points);
    logs.answers(new LogStore(worlds)::answer);
    alertmanager.answers(200, "[]");
    mail = mailServer.apply(people);
    apiServer = door.apply(worlds.apiServer(), "API server");
    prometheus = door.apply(worlds.prometheus(), "Prometheus");
    pages = door.apply(people.uri("pages"), "paging");
    tickets = door.apply(people.uri("tickets"), "tickets");
    logStore = door.apply(logs.url(), "log store");
    askedAlertmanager = door.apply(alertmanager.url(), "Alertmanager");
    of(CrashPath.CLUSTER_STAYS_SILENT).forEach(worlds::withoutCluster);
    lockHolder.scheduleWithFixedDelay(this::hitNewPodsToo, 1, 1, TimeUnit.SECONDS);
  }

  private void hitNewPodsToo() {
    if (restartsFail) {
      of(CrashPath.RESTART_DOES_NOT_HELP).forEach(it -> worlds.world(it).hitNewPodsToo());
    }
  }

  /** As a probe finds out; a whole restart would wait ten minutes for pods that never serve. */
  void letRestartsFail(boolean fail) {
    restartsFail = fail;
  }

  Worlds worlds() {
    return worlds;
  }

  CalledPeople people() {
    return people;
  }

  int count() {
    return worlds.count();
  }

  /** Breaks each service in the way of its path, and lets its alert fire. */
  void breakEverything(Episodes episodes) {
    breakThoseAtRest(episodes, Set.of());
  }

  /**
   * Breaks each service whose last incident is over, and lets its alert fire.
   *
   * @param notAtRest services with an incident
   */
  void breakThoseAtRest(Episodes episodes, Set<String> notAtRest) {
    this.episodes = episodes;
    for (int world = 0; world < worlds.count(); world++) {
      String service = Worlds.service(world);
      if (notAtRest.contains(service) || episodes.isOnTheWay(service)) {
        continue;
      }
      breakAgain(world);
      worlds.unreachable(world, CrashPath.of(world) == CrashPath.CLUSTER_SILENT_AT_FIRST);
      episodes.fire(
          CrashPath.of(world) == CrashPath.SEVERAL_SERVICES
              ? List.of(service, related(world))
              : List.of(service));
    }
  }

  /** Breaks each service in the way of its path; the alerts were taken before. */
  void breakAgain() {
    IntStream.range(0, worlds.count()).forEach(this::breakAgain);
  }

  private void breakAgain(int world) {
    CrashPath path = CrashPath.of(world);
    worlds.fault(world, path.fault);
    if (path == CrashPath.BY_HAND) {
      worlds.world(world).cluster().refuse("patch", "deployments");
    }
    if (path == CrashPath.SCALED_BY_NOBODY_ELSE) {
      worlds.world(world).cluster().removeAutoscaler();
    }
  }

  void everythingIsReachable() {
    IntStream.range(0, worlds.count()).forEach(it -> worlds.unreachable(it, false));
  }

  Map<String, String> decide(Episodes.Asked asked) {
    String service = asked.service();
    if (service.isEmpty()) {
      return Map.of();
    }
    int world = Worlds.number(service);
    CrashPath path = CrashPath.of(world);
    if (path == CrashPath.OVER_BY_ITSELF && asked.step().equals("userTask_approveChange")) {
      worlds.world(world).heal();
      if (episodes != null) {
        episodes.resolve(service);
      }
    }
    return path.decide(asked);
  }

  private IntStream of(CrashPath path) {
    return IntStream.range(0, worlds.count()).filter(it -> CrashPath.of(it) == path);
  }

  private static String related(int world) {
    return "rel-" + world;
  }

  /** The default database, in this folder. */
  static String h2(Path folder) {
    return ShippedDatabase.at(folder.resolve("runbook"));
  }

  /**
   * As application.yaml.
   *
   * @param more lines of the settings below {@code runbook}, indented so
   */
  String settings(String url, String user, String more) {
    String services =
        IntStream.range(0, worlds.count())
            .mapToObj(
                it ->
                    "    "
                        + worlds
                            .settingsOf(it)
                            .replace("}", ", related-services: [rel-%d]}".formatted(it)))
            .collect(Collectors.joining("\n"));
    String namespaces =
        IntStream.range(0, worlds.count())
            .mapToObj(it -> "ns-" + it)
            .collect(Collectors.joining(","));
    return """
        spring.datasource:
          url: "%s"
          username: %s
          password: ""
          hikari.maximum-pool-size: 150
        spring.mail: {host: 127.0.0.1, port: %d, properties.mail.smtp.timeout: 180000}
        camunda.bpm:
          admin-user: {id: admin, password: demo}
          job-execution: {core-pool-size: 60, max-pool-size: 60, queue-capacity: 20}
          # a step is killed at each of its points here; in production it has failed after its four tries
          generic-properties.properties.failed-job-retry-time-cycle: "PT5S%s"
        runbook:
          default-service: svc-0
          identity:
            least-password-length: 4
            users:
              - {id: everybody, name: Everybody, password: demo, groups: [on-call, senior-engineers, database-team, infrastructure-team]}
          cluster: {url: "%s", namespaces: "%s", request-timeout: 180s}
          metrics: {url: "%s", scrape-interval: 1s, window: 20s, timeout: 180s}
          health.timeout: 20s
          oncall:
            timeout: 180s
            mail-timeout: 180s
            teams:
              on-call.webhook-url: %s
              senior-engineer.webhook-url: %s
              database-team.webhook-url: %s
              infrastructure-team.webhook-url: %s
            tickets.url: %s
          # each is to be killed in; a group of them would be one
          paging.one-by-one: 1000
          looks: {at-once: 55, of-milder: 50, asking-again: 40}
          phases: {immediate-actions: 20s, investigation: 40s, look-again-every: 20s, recovery: 40s, ask-again-after: 2s, rollout-check-every: 1s}
          recovery: {hold-for: 3s, measure-every: 2s}
          approval: {remind-after: 10s, give-up-after: 30s}
          remediation:
            cooldown: 0s
            degradation: {description: "Payments are taken later.", resource: configmaps, name: dhakacart-backend-config, patch: '{"data":{"PAYMENT_PROVIDER":"none"}}'}
          changes: {per-day: 1000, per-incident: 50}
          services:
        %s
        %s
        """
        .formatted(
            url,
            user,
            mail.port(),
            ",PT5S".repeat(50),
            apiServer,
            namespaces,
            prometheus,
            pages,
            pages,
            pages,
            pages,
            tickets,
            services,
            more);
  }

  /** As lines of the settings below {@code runbook}. */
  String settingsOfLogStoreAndAlertmanager() {
    return """
          logs.elasticsearch: {url: "%s", query: "{{namespace}}"}
          alertmanager: {url: "%s", ask-every: 20s}
        """
        .formatted(logStore, askedAlertmanager);
  }

  /** Whoever asks Alertmanager is told what fires. */
  void letAlertmanagerBeAsked(Episodes sent) {
    alertmanager.answers(request -> HttpCounterpart.Reply.of(200, sent.firing()));
  }

  @Override
  public void close() {
    lockHolder.shutdownNow();
    mail.close();
    alertmanager.close();
    logs.close();
    people.close();
    worlds.close();
  }
}
