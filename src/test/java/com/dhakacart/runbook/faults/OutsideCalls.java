package com.dhakacart.runbook.faults;

import com.dhakacart.runbook.cluster.ClusterReach;
import com.dhakacart.runbook.cluster.ClusterView;
import com.dhakacart.runbook.database.DatabaseView;
import com.dhakacart.runbook.health.HealthProbe;
import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.ChangeKind;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.logs.Logs;
import com.dhakacart.runbook.logs.PodLogs;
import com.dhakacart.runbook.metrics.Metrics;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PageNotSent;
import com.dhakacart.runbook.oncall.Tickets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * All that is asked of the world outside, by the production's own classes as Spring puts them
 * together, with each address leading to the same place.
 */
public final class OutsideCalls {

  private static final Workload SHOP =
      new Workload("shop", "dhakacart", "shop", "shop", 5000, "shop");

  private static final String CLUSTER = "API server|Deployment dhakacart/|pod proxy|exec wget";

  private static final Pattern TO_DO =
      Pattern.compile(
          "[;,:] (?:it is asked again, else )?(?:check|set|look|correct|grant|try again|call|ask) ");

  private static final String DATABASE = "runbook.database";
  private static final String MAIL = "spring.mail.host";

  /** Asks for nothing where no container has died. */
  static final String LAST_WORDS = "Kubernetes: last words";

  /** As another runbook's plan would be: more than anything here has. */
  private static final Map<String, String> MORE_MEMORY = Map.of("memory", "3Gi");

  private static final Map<String, Call> CALLS = new LinkedHashMap<>();

  /**
   * @param system whom it asks, by a name or a setting that a person finds
   * @param said what it says when it could not be made: never nothing, and never an answer
   */
  private record Call(
      Pattern system, boolean speaksHttp, BiFunction<ApplicationContext, Workload, String> said) {}

  static {
    view("get deployment, list pods", ClusterView::pods);
    view("list services, endpoint slices", ClusterView::endpoints);
    view("list events", ClusterView::warningEvents);
    view("get nodes", ClusterView::nodes);
    view("get metrics", ClusterView::usage);
    view("exec", ClusterView::throttling);
    view("list replica sets", ClusterView::releases);
    view("list autoscalers", ClusterView::autoscaling);
    view("rollout status", ClusterView::rolloutStatus);
    view("pods of the newest replica set", ClusterView::updatedPods);
    view("quotas, limit ranges", (it, of) -> it.hindrances(of, MORE_MEMORY, 8));
    call(
        "Kubernetes: what stands against a change",
        CLUSTER,
        (it, of) ->
            unknown(
                it.getBean(ClusterView.class).obstacles(moreMemory(of)),
                one -> one.what().contains("could not be asked") ? one.what() : null));
    view("what was written over", (it, of) -> it.reversed(List.of(moreMemory(of))));
    view("whether a change is made", (it, of) -> it.isMade(moreMemory(of), "inc-1"));
    call(
        LAST_WORDS,
        CLUSTER,
        (it, of) ->
            unknown(
                it.getBean(ClusterView.class).lastWords(of),
                dead -> said(dead.pod(), "kubectl logs", dead.unreadBecause())));
    call("Kubernetes: logs of pods", CLUSTER, (it, of) -> unread(it.getBean(PodLogs.class), of));
    call(
        "proxy: health",
        CLUSTER,
        (it, of) ->
            unknown(
                it.getBean(HealthProbe.class).health(of),
                pod -> pod.well() ? null : said(pod.pod(), pod.via(), pod.problem())));
    call(
        "proxy: key endpoints",
        CLUSTER,
        (it, of) ->
            unknown(
                it.getBean(HealthProbe.class).keyEndpoints(of),
                pod -> pod.works() ? null : said(pod.pod(), pod.via(), pod.problem())));
    call(
        "proxy: figures of the database",
        CLUSTER,
        (it, of) ->
            unknown(
                it.getBean(HealthProbe.class).databaseFigures(of),
                pod -> said(pod.pod(), pod.via(), pod.problem())));
    call(
        "Prometheus: traffic",
        "Prometheus",
        (it, of) -> unknown(it.getBean(Metrics.class).traffic(of)));
    call(
        "Prometheus: error rates",
        "Prometheus",
        (it, of) ->
            unknown(it.getBean(Metrics.class).errorRates(of, Instant.now().minusSeconds(600))));
    call(
        "Prometheus: routes",
        "Prometheus",
        (it, of) -> unknown(it.getBean(Metrics.class).routes(of)));
    call(
        "Prometheus: latencies",
        "Prometheus",
        (it, of) -> unknown(it.getBean(Metrics.class).latencies(of)));
    call(
        "Prometheus: throttling",
        "Prometheus",
        (it, of) -> unknown(it.getBean(Metrics.class).throttling(of)));
    call(
        "Prometheus: alerts",
        "Prometheus",
        (it, of) -> unknown(it.getBean(Metrics.class).firingAlerts()));
    call(
        "log store",
        "Elasticsearch",
        (it, of) -> unknown(it.getBean(Logs.class).errors(of, Instant.now().minusSeconds(600))));
    call(
        "backend's PostgreSQL",
        DATABASE,
        (it, of) -> refused(it.getBean(DatabaseView.class).activity(Set.of())));
    call(
        "paging",
        "runbook.oncall.teams.on-call.webhook-url",
        (it, of) -> notSent(() -> it.getBean(OnCall.class).page(page(Team.ON_CALL))));
    call(
        "mail",
        MAIL,
        (it, of) -> notSent(() -> it.getBean(OnCall.class).page(page(Team.DATABASE_TEAM))));
    call(
        "tickets",
        "runbook.oncall.tickets.url",
        (it, of) ->
            notSent(
                () ->
                    it.getBean(Tickets.class)
                        .file("inc-1", "a release", "http://page", "http://report")));
  }

  private OutsideCalls() {}

  private static void view(String name, BiFunction<ClusterView, Workload, Answer<?>> question) {
    call(
        "Kubernetes: " + name,
        CLUSTER,
        (it, of) -> unknown(question.apply(it.getBean(ClusterView.class), of)));
  }

  private static void call(
      String name, String system, BiFunction<ApplicationContext, Workload, String> said) {
    boolean speaksHttp = !system.equals(DATABASE) && !system.equals(MAIL);
    CALLS.put(name, new Call(Pattern.compile(system), speaksHttp, said));
  }

  /** What each is called here. */
  public static Set<String> names() {
    return CALLS.keySet();
  }

  /** What one call says of its failure. */
  static String make(String name, ApplicationContext context) {
    return make(name, context, SHOP);
  }

  /** Whether a text says who was asked, so that a person finds it. */
  static boolean isNamed(String call, String text) {
    return CALLS.get(call).system().matcher(text).find();
  }

  /** Whether a text does, for the person who reads it. */
  static boolean saysWhatToDo(String text) {
    return TO_DO.matcher(text).find();
  }

  /** Who speaks another protocol waits for the first word, and so does a server of HTTP. */
  static Fault seenBy(String call, Fault fault) {
    return fault.isOfTheWay() || CALLS.get(call).speaksHttp() ? fault : Fault.SILENCE;
  }

  /**
   * Makes one call.
   *
   * @return what it says of its failure; null where it was answered
   */
  public static String make(String name, ApplicationContext context, Workload of) {
    return CALLS.get(name).said().apply(context, of);
  }

  /** The production's own classes, to which somebody gives settings. */
  public static ApplicationContextRunner unset() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                JacksonAutoConfiguration.class, MailSenderAutoConfiguration.class))
        .withUserConfiguration(Capabilities.class);
  }

  static ApplicationContextRunner leadingTo(
      String host, int port, String scheme, Duration timeout) {
    return leadingTo(host, port, scheme, timeout, timeout);
  }

  /**
   * @param ofHttp how long whoever speaks HTTP waits
   * @param ofOthers how long all others wait
   */
  static ApplicationContextRunner leadingTo(
      String host, int port, String scheme, Duration ofHttp, Duration ofOthers) {
    String url = scheme + "://" + host + ":" + port;
    String time = ofHttp.toMillis() + "ms";
    return unset()
        .withPropertyValues(
            "runbook.cluster.url=" + url,
            "runbook.cluster.connect-timeout=" + time,
            "runbook.cluster.request-timeout=" + time,
            "runbook.cluster.exec-timeout=" + time,
            "runbook.cluster.throttling-over=10ms",
            "runbook.cluster.share-for=0s",
            "runbook.health.timeout=" + time,
            "runbook.health.key-endpoint-timeout=" + time,
            "runbook.health.metrics-timeout=" + time,
            "runbook.metrics.url=" + url,
            "runbook.metrics.timeout=" + time,
            "runbook.logs.elasticsearch.url=" + url,
            "runbook.logs.elasticsearch.timeout=" + time,
            "runbook.database.url=jdbc:postgresql://%s:%d/shop".formatted(host, port),
            "runbook.database.username=runbook",
            "runbook.database.password=secret",
            "runbook.database.connect-timeout=1s",
            "runbook.database.query-timeout=" + ofOthers.toMillis() + "ms",
            "runbook.oncall.timeout=" + time,
            "runbook.oncall.mail-timeout=" + ofOthers.multipliedBy(2).toMillis() + "ms",
            "runbook.oncall.teams.on-call.webhook-url=" + url + "/enqueue",
            "runbook.oncall.teams.on-call.mail=",
            "runbook.oncall.tickets.url=" + url + "/tickets",
            "spring.mail.host=" + host,
            "spring.mail.port=" + port,
            "spring.mail.properties.mail.smtp.connectiontimeout=" + ofOthers.toMillis(),
            "spring.mail.properties.mail.smtp.timeout=" + ofOthers.toMillis(),
            "spring.mail.properties.mail.smtp.writetimeout=" + ofOthers.toMillis());
  }

  private static String unknown(Answer<?> answer) {
    return answer.answered() ? null : answer.unknownBecause();
  }

  /**
   * Of what each pod was asked for.
   *
   * @param said of one that did not answer as it should; null for one that did
   */
  private static <T> String unknown(Answer<List<T>> answer, Function<T, String> said) {
    return answer
        .known()
        .map(all -> all.stream().map(said).filter(Objects::nonNull).toList())
        .map(all -> all.isEmpty() ? null : String.join("; ", all))
        .orElseGet(answer::unknownBecause);
  }

  private static String said(String pod, String via, String problem) {
    return problem == null ? null : via + " of " + pod + ": " + problem;
  }

  private static String unread(PodLogs logs, Workload of) {
    try {
      List<String> unread =
          logs.tail(of, Instant.now().minusSeconds(600), 100).stream()
              .filter(it -> !it.isRead())
              .map(PodLogs.PodLog::inWords)
              .toList();
      return unread.isEmpty() ? null : String.join("; ", unread);
    } catch (PodLogs.LogsUnknown e) {
      return e.getMessage();
    }
  }

  private static Change moreMemory(Workload of) {
    return new Change(
        "1-limits",
        ChangeKind.RAISE_LIMITS,
        of.namespace(),
        "deployments",
        of.deployment(),
        "application/strategic-merge-patch+json",
        """
        {"spec":{"template":{"spec":{"containers":[
          {"name":"%s","resources":{"limits":{"memory":"%s"}}}]}}}}"""
            .formatted(of.container(), MORE_MEMORY.get("memory")),
        "{}",
        "kubectl",
        "kubectl",
        "",
        true,
        "digest",
        true,
        null);
  }

  /** A database that lets nobody in has said something about itself: nothing of it is fine. */
  private static String refused(Answer<DatabaseActivity> answer) {
    return answer
        .known()
        .map(it -> it.access() == DatabaseActivity.Access.ACCEPTS ? null : it.accessProblem())
        .orElseGet(answer::unknownBecause);
  }

  private static String notSent(Runnable call) {
    try {
      call.run();
      return null;
    } catch (PageNotSent e) {
      return e.getMessage();
    }
  }

  private static Page page(Team team) {
    return new Page(
        "inc-1", UUID.randomUUID().toString(), team, "The shop fails", "Details", Map.of());
  }

  @ComponentScan(
      basePackageClasses = {
        ClusterView.class,
        HealthProbe.class,
        DatabaseView.class,
        Metrics.class,
        Logs.class,
        OnCall.class
      })
  @ConfigurationPropertiesScan(
      basePackageClasses = {
        ClusterReach.class,
        HealthProbe.class,
        DatabaseView.class,
        Metrics.class,
        Logs.class,
        OnCall.class
      })
  static class Capabilities {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }

    @Bean
    List<Workload> watchedWorkloads() {
      return List.of();
    }
  }
}
