package com.dhakacart.runbook.incident;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of the evidence, said once: variables, JSON, signs and texts all go by it. A new fact is
 * a part here, the look that asks for it, the sign that reads it and the sentence that people read.
 *
 * @param <T> what an answer to it holds
 */
public final class EvidencePart<T> {

  private static final Map<String, EvidencePart<?>> ALL = new LinkedHashMap<>();

  public static final EvidencePart<List<PodState>> PODS = list("pods", "Pods", PodState.class);
  public static final EvidencePart<List<WarningEvent>> EVENTS =
      list("events", "Warning events", WarningEvent.class);
  public static final EvidencePart<List<LogPattern>> ERROR_LINES =
      list("errorLines", "Recent error lines", LogPattern.class);
  public static final EvidencePart<List<ServiceEndpoints>> ENDPOINTS =
      list("endpoints", "Endpoints", ServiceEndpoints.class);
  public static final EvidencePart<List<PodHealth>> HEALTH =
      list("health", "Health", PodHealth.class);
  public static final EvidencePart<List<EndpointCheck>> KEY_ENDPOINTS =
      list("keyEndpoints", "Key endpoints", EndpointCheck.class);
  public static final EvidencePart<List<PodUsage>> USAGE =
      list("usage", "CPU and memory", PodUsage.class);
  public static final EvidencePart<List<PodThrottling>> THROTTLING =
      list("throttling", "Throttling", PodThrottling.class);
  public static final EvidencePart<Traffic> TRAFFIC =
      one("traffic", "Customers' requests", Traffic.class);
  public static final EvidencePart<List<FiringAlert>> ALERTS =
      list("alerts", "Firing alerts", FiringAlert.class);
  public static final EvidencePart<ErrorRateHistory> ERROR_RATES =
      one("errorRates", "Error rate over time", ErrorRateHistory.class);
  public static final EvidencePart<List<RouteErrors>> ROUTES =
      list("routes", "Routes", RouteErrors.class);
  public static final EvidencePart<List<LogPattern>> LOG_PATTERNS =
      list("logPatterns", "Error patterns", LogPattern.class);
  public static final EvidencePart<List<PodFigures>> DATABASE_FIGURES =
      list("databaseFigures", "Database figures", PodFigures.class);
  public static final EvidencePart<List<LogPattern>> DEPENDENCY_LINES =
      list("dependencyLines", "External dependencies", LogPattern.class);
  public static final EvidencePart<Releases> RELEASES =
      one("releases", "Recent release", Releases.class);
  public static final EvidencePart<Autoscaling> AUTOSCALING =
      one("autoscaling", "Autoscaler", Autoscaling.class);
  public static final EvidencePart<DatabaseActivity> DATABASE_ACTIVITY =
      one("databaseActivity", "Database sessions", DatabaseActivity.class);
  public static final EvidencePart<RolloutStatus> ROLLOUT_STATUS =
      one("rollout", "Rollout", RolloutStatus.class);
  public static final EvidencePart<List<NodeState>> NODES = list("nodes", "Nodes", NodeState.class);

  public static final EvidencePart<LogReading> LOG_READING =
      one("logReading", "Log lines read", LogReading.class);

  public static final EvidencePart<List<LastWords>> LAST_WORDS =
      list("lastWords", "Last words", LastWords.class);
  public static final EvidencePart<List<ImageNote>> IMAGES =
      list("images", "Images noted", ImageNote.class);

  public static final EvidencePart<List<RouteLatency>> ROUTE_LATENCIES =
      list("routeLatencies", "Response time by route", RouteLatency.class);
  public static final EvidencePart<Usual> USUAL = one("usual", "Against the usual", Usual.class);

  private final String name;
  private final String title;
  private final Class<?> word;
  private final boolean list;

  private EvidencePart(String name, String title, Class<?> word, boolean list) {
    this.name = name;
    this.title = title;
    this.word = word;
    this.list = list;
    if (ALL.putIfAbsent(name, this) != null) {
      throw new IllegalStateException("Two parts of the evidence are called " + name);
    }
  }

  private static <T> EvidencePart<T> one(String name, String title, Class<T> word) {
    return new EvidencePart<>(name, title, word, false);
  }

  private static <T> EvidencePart<List<T>> list(String name, String title, Class<T> word) {
    return new EvidencePart<>(name, title, word, true);
  }

  /** In the order in which they are written as JSON. */
  public static Collection<EvidencePart<?>> all() {
    return Collections.unmodifiableCollection(ALL.values());
  }

  public static Optional<EvidencePart<?>> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** In variables and in JSON: it is stored, so that it is never another one. */
  public String name() {
    return name;
  }

  /** As people call it. */
  public String title() {
    return title;
  }

  /** What the answer is, or is a list of. */
  public Class<?> word() {
    return word;
  }

  public boolean isList() {
    return list;
  }

  @Override
  public String toString() {
    return name;
  }
}
