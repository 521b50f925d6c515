package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.PodFigures;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodHealth.DatabaseCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the backend said about itself, in words; pods that said the same share a line. */
final class HealthText {

  private static final int MOST_FIGURES = 6;

  private HealthText() {}

  static List<String> health(List<PodHealth> pods) {
    if (pods.isEmpty()) {
      return List.of("no pod to ask");
    }
    List<String> lines = new ArrayList<>();
    groups(pods, HealthText::verdict)
        .forEach(
            (verdict, same) ->
                lines.add(
                    "/health "
                        + verdict
                        + onPods(same, pods)
                        + how(same, PodHealth::via, PodHealth::tookMillis)));
    lines.addAll(database(pods));
    groups(with(pods, PodHealth::redis), pod -> "Redis " + spoken(pod.redis().status()))
        .forEach((words, same) -> lines.add(words + onPods(same, pods)));
    memory(pods).ifPresent(lines::add);
    return lines;
  }

  private static String verdict(PodHealth pod) {
    String status = pod.status() == 0 ? "no answer" : String.valueOf(pod.status());
    if (pod.rateLimited()) {
      return status + " (its rate limit, no outage)";
    }
    String overall = pod.overall() == null ? "" : " " + pod.overall();
    return status + overall + (pod.problem() == null ? "" : " (" + pod.problem() + ")");
  }

  private static List<String> database(List<PodHealth> pods) {
    List<String> lines = new ArrayList<>();
    groups(with(pods, PodHealth::database), pod -> verdict(pod.database()))
        .forEach(
            (verdict, same) -> {
              List<Long> took = figures(same, DatabaseCheck::responseMillis);
              String time =
                  took.isEmpty() ? "" : " in " + Figures.range(took, Figures::milliseconds);
              lines.add("database " + verdict + time + onPods(same, pods));
            });
    List<PodHealth> withPool =
        with(pods, PodHealth::database).stream()
            .filter(pod -> pod.database().totalConnections() != null)
            .toList();
    groups(withPool, pod -> exhausted(pod.database()))
        .forEach((same, ofPods) -> lines.add(pool(ofPods) + onPods(ofPods, pods)));
    return lines;
  }

  private static String verdict(DatabaseCheck database) {
    return spoken(database.status())
        + (database.error() == null ? "" : " (" + database.error() + ")");
  }

  /** Pods whose requests wait for a connection must not hide among those that are well. */
  private static boolean exhausted(DatabaseCheck database) {
    return database.waitingClients() != null && database.waitingClients() > 0;
  }

  private static String pool(List<PodHealth> pods) {
    List<Integer> open = figures(pods, DatabaseCheck::totalConnections);
    List<Integer> waiting = figures(pods, DatabaseCheck::waitingClients);
    List<Integer> used =
        figures(
            pods,
            database ->
                database.idleConnections() == null
                    ? null
                    : database.totalConnections() - database.idleConnections());
    String openConnections = Figures.range(open, Figures::plain) + " open connections";
    String use =
        used.isEmpty()
            ? openConnections
            : Figures.range(used, Figures::plain) + " of " + openConnections + " used";
    String wait =
        waiting.isEmpty() ? "" : ", " + Figures.range(waiting, Figures::plain) + " waiting";
    return "database pool: " + use + wait.replace(" 0 waiting", " none waiting") + ",";
  }

  private static Optional<String> memory(List<PodHealth> pods) {
    List<Double> shares =
        with(pods, PodHealth::memory).stream()
            .map(pod -> pod.memory().usagePercent())
            .filter(Objects::nonNull)
            .toList();
    return shares.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "memory " + Figures.range(shares, share -> Figures.decimal(share, 0) + " %") + " used");
  }

  static List<String> keyEndpoints(List<EndpointCheck> checks) {
    if (checks.isEmpty()) {
      return List.of("no pod to ask");
    }
    List<String> lines = new ArrayList<>();
    groups(checks, EndpointCheck::path)
        .forEach(
            (path, ofPath) ->
                groups(ofPath, HealthText::verdict)
                    .forEach(
                        (verdict, same) ->
                            lines.add(
                                path
                                    + " "
                                    + verdict
                                    + onPods(same, ofPath)
                                    + how(same, EndpointCheck::via, EndpointCheck::tookMillis))));
    return lines;
  }

  private static String verdict(EndpointCheck check) {
    if (check.status() == 429) {
      return "429 (its rate limit, no failure)";
    }
    String status = check.status() == 0 ? "no answer" : String.valueOf(check.status());
    return status + (check.problem() == null ? "" : " (" + check.problem() + ")");
  }

  static List<String> databaseFigures(List<PodFigures> pods) {
    List<String> lines = new ArrayList<>();
    Map<String, List<Double>> byName = new TreeMap<>();
    for (PodFigures pod : pods) {
      pod.figures()
          .forEach(
              (name, value) -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    if (!byName.isEmpty() && byName.values().stream().allMatch(HealthText::isZero)) {
      lines.add(
          String.join(", ", byName.keySet())
              + " 0 wherever read, as where a backend exports and never sets them: that says"
              + " nothing; see the pool under Health");
    } else {
      lines.addAll(figures(byName));
    }
    List<PodFigures> silent = pods.stream().filter(pod -> pod.figures().isEmpty()).toList();
    groups(silent, pod -> pod.problem() == null ? "none exported" : "none read: " + pod.problem())
        .forEach((words, same) -> lines.add(words + onPods(same, pods)));
    return lines.isEmpty() ? List.of("no pod to ask") : lines;
  }

  private static List<String> figures(Map<String, List<Double>> byName) {
    List<String> lines = new ArrayList<>();
    byName.entrySet().stream()
        .limit(MOST_FIGURES)
        .map(figure -> figure.getKey() + " " + Figures.range(figure.getValue(), Figures::plain))
        .forEach(lines::add);
    if (byName.size() > MOST_FIGURES) {
      lines.add("and " + Figures.count(byName.size() - MOST_FIGURES, "other figure"));
    }
    return lines;
  }

  private static boolean isZero(List<Double> ofPods) {
    return ofPods.stream().allMatch(value -> value == 0);
  }

  private static <T, K> Map<K, List<T>> groups(List<T> pods, Function<T, K> words) {
    return pods.stream()
        .collect(Collectors.groupingBy(words, LinkedHashMap::new, Collectors.toList()));
  }

  private static List<PodHealth> with(List<PodHealth> pods, Function<PodHealth, ?> part) {
    return pods.stream().filter(pod -> part.apply(pod) != null).toList();
  }

  private static <N> List<N> figures(List<PodHealth> pods, Function<DatabaseCheck, N> figure) {
    return pods.stream().map(pod -> figure.apply(pod.database())).filter(Objects::nonNull).toList();
  }

  private static String onPods(Collection<?> some, Collection<?> all) {
    return " on " + some.size() + " of " + Figures.count(all.size(), "pod");
  }

  private static <T> String how(
      List<T> checks, Function<T, String> via, Function<T, Long> tookMillis) {
    String ways =
        checks.stream()
            .map(via)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(" and "));
    String took = Figures.range(checks.stream().map(tookMillis).toList(), Figures::milliseconds);
    return " (" + (ways.isEmpty() ? "" : ways + ", ") + took + ")";
  }

  private static String spoken(String status) {
    return status == null ? "does not say how it is" : status;
  }
}
