package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodState.Termination;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the cluster showed, in words. */
final class ClusterText {

  private static final int MOST_PODS = 5;
  private static final int MOST_REASONS = 5;

  /** What is older belongs to a day, and may have nothing to do with now. */
  private static final Duration THE_HOUR = Duration.ofHours(1);

  private ClusterText() {}

  static List<String> pods(List<PodState> pods, Instant askedAt, LocalTimes times) {
    if (pods.isEmpty()) {
      return List.of("no pods");
    }
    long ready = pods.stream().filter(PodState::ready).count();
    int restarts = pods.stream().mapToInt(PodState::restarts).sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        ready
            + " of "
            + Figures.count(pods.size(), "pod")
            + " ready, "
            + (restarts == 0 ? "no restarts" : Figures.count(restarts, "restart")));
    List<String> troubled =
        pods.stream()
            .flatMap(pod -> trouble(pod, askedAt, times).stream().map(t -> pod.name() + " " + t))
            .toList();
    lines.addAll(troubled.subList(0, Math.min(MOST_PODS, troubled.size())));
    if (troubled.size() > MOST_PODS) {
      lines.add("and " + Figures.count(troubled.size() - MOST_PODS, "other pod") + " in trouble");
    }
    revisions(pods).ifPresent(lines::add);
    return lines;
  }

  /** An ending of long ago is no trouble by itself, but belongs to what is. */
  private static Optional<String> trouble(PodState pod, Instant askedAt, LocalTimes times) {
    List<String> words = new ArrayList<>();
    if (pod.waitingReason() != null) {
      words.add("waits: " + pod.waitingReason());
    } else if (!pod.ready()) {
      words.add("is not ready (" + pod.phase() + ")");
    }
    boolean inTrouble = !words.isEmpty();
    pod.terminated()
        .filter(it -> inTrouble || isOfTheHour(it, askedAt))
        .map(it -> termination(it, askedAt, times))
        .ifPresent(words::add);
    pod.othersThatDied().stream()
        .filter(it -> pod.waitingReason() == null || !pod.waitingReason().startsWith(it.name()))
        .filter(it -> inTrouble || isOfTheHour(it.lastTermination(), askedAt))
        .map(it -> other(it, askedAt, times))
        .forEach(words::add);
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
  }

  /** Where nobody knows when, it may be. */
  private static boolean isOfTheHour(Termination termination, Instant askedAt) {
    return termination.finishedAt() == null
        || termination.finishedAt().isAfter(askedAt.minus(THE_HOUR));
  }

  private static String termination(Termination termination, Instant askedAt, LocalTimes times) {
    Instant at = termination.finishedAt();
    return "last ended with "
        + termination.reason()
        + " (exit code "
        + termination.exitCode()
        + ")"
        + (at == null
            ? ""
            : " at "
                + (isOfTheHour(termination, askedAt) ? times.clock(at) : times.dayAndClock(at)));
  }

  private static String other(ContainerState container, Instant askedAt, LocalTimes times) {
    return "container "
        + container.name()
        + (container.role() == ContainerState.Role.BEFORE ? " (before the others) " : " ")
        + termination(container.lastTermination(), askedAt, times)
        + ", "
        + Figures.count(container.restarts(), "restart");
  }

  /** How each ended, and its newest lines below it. */
  static List<String> lastWords(List<LastWords> dead, Instant askedAt, LocalTimes times) {
    return dead.isEmpty()
        ? List.of("no container died within the hour")
        : dead.stream().map(it -> lastWords(it, askedAt, times)).toList();
  }

  private static String lastWords(LastWords dead, Instant askedAt, LocalTimes times) {
    String said =
        dead.unreadBecause() != null
            ? "its log could not be read: " + dead.unreadBecause()
            : dead.lines().isEmpty()
                ? "it wrote nothing"
                : dead.lines().stream().collect(Collectors.joining("” “", "“", "”"));
    return "%s of %s %s, %s: %s"
        .formatted(
            dead.container(),
            dead.pod(),
            termination(dead.ending(), askedAt, times),
            Figures.count(dead.restarts(), "restart"),
            said);
  }

  private static Optional<String> revisions(List<PodState> pods) {
    Map<String, Long> byRevision =
        pods.stream()
            .filter(pod -> pod.revision() != null)
            .collect(
                Collectors.groupingBy(PodState::revision, TreeMap::new, Collectors.counting()));
    return byRevision.size() < 2
        ? Optional.empty()
        : Optional.of(
            byRevision.entrySet().stream()
                .map(entry -> Figures.count(entry.getValue(), "pod") + " of " + entry.getKey())
                .collect(Collectors.joining(", ", "two or more revisions run: ", "")));
  }

  /** Those in trouble; the rest is a number. */
  static List<String> nodes(List<NodeState> nodes) {
    if (nodes.isEmpty()) {
      return List.of("the pods' nodes are not among those that are listed");
    }
    List<String> troubled =
        nodes.stream().filter(NodeState::inTrouble).map(ClusterText::trouble).toList();
    List<String> lines = new ArrayList<>(troubled);
    if (troubled.size() < nodes.size()) {
      lines.add(
          Figures.count(nodes.size() - troubled.size(), "node")
              + " without memory, disk or process pressure");
    }
    return lines;
  }

  private static String trouble(NodeState node) {
    List<String> words = new ArrayList<>(node.pressures());
    if (!node.ready()) {
      words.add(0, "not ready");
    }
    if (!node.taints().isEmpty()) {
      words.add("tainted " + String.join(", ", node.taints()));
    }
    return "node " + node.name() + ": " + String.join(", ", words);
  }

  static List<String> endpoints(List<ServiceEndpoints> services) {
    return services.isEmpty()
        ? List.of("no Service selects these pods")
        : services.stream()
            .map(
                service ->
                    service.service()
                        + ": "
                        + (service.ready() == 0 ? "none" : service.ready())
                        + " ready"
                        + (service.notReady() == 0 ? "" : ", " + service.notReady() + " not ready")
                        + ofOthers(service.ofOthers()))
            .toList();
  }

  /** Customers reach them by the same Service, and no change of the Deployment reaches them. */
  private static String ofOthers(List<String> pods) {
    if (pods.isEmpty()) {
      return "";
    }
    String more = pods.size() > MOST_PODS ? " and " + (pods.size() - MOST_PODS) + " more" : "";
    return "; pods of others answer for it, too: "
        + pods.stream().limit(MOST_PODS).collect(Collectors.joining(", "))
        + more;
  }

  /**
   * @param pods for their limits; without them the figures stand alone
   */
  static List<String> usage(List<PodUsage> usage, List<PodState> pods) {
    if (usage.isEmpty()) {
      return List.of("no pod has figures yet");
    }
    Map<String, PodState> byName =
        pods.stream().collect(Collectors.toMap(PodState::name, Function.identity(), (a, b) -> a));
    List<Double> cores = usage.stream().map(PodUsage::cpuCores).toList();
    List<Long> bytes = usage.stream().map(PodUsage::memoryBytes).toList();
    long known = pods.stream().filter(it -> has(usage, it)).count();
    return List.of(
        (known < pods.size() ? "of %d of %d pods: ".formatted(known, pods.size()) : "")
            + "CPU "
            + Figures.range(cores, figure -> Figures.decimal(figure, 2) + " cores")
            + ofLimit(usage, byName, PodUsage::cpuCores, PodState::cpuLimitCores),
        "memory "
            + Figures.range(bytes, Figures::mebibytes)
            + ofLimit(usage, byName, PodUsage::memoryBytes, PodState::memoryLimitBytes));
  }

  private static boolean has(List<PodUsage> usage, PodState pod) {
    return usage.stream().anyMatch(it -> it.pod().equals(pod.name()));
  }

  private static String ofLimit(
      List<PodUsage> usage,
      Map<String, PodState> pods,
      ToDoubleFunction<PodUsage> used,
      Function<PodState, ? extends Number> limit) {
    List<Double> shares = new ArrayList<>();
    for (PodUsage pod : usage) {
      Number most = Optional.ofNullable(pods.get(pod.pod())).map(limit).orElse(null);
      if (most != null) {
        shares.add(used.applyAsDouble(pod) / most.doubleValue() * 100);
      }
    }
    return shares.isEmpty()
        ? ""
        : ", " + Figures.range(shares, share -> Figures.decimal(share, 0) + " %") + " of the limit";
  }

  static List<String> throttling(List<PodThrottling> pods) {
    if (pods.isEmpty()) {
      return List.of("no pod has figures yet");
    }
    List<Double> shares = pods.stream().map(pod -> pod.throttledShare() * 100).toList();
    String words = Figures.range(shares, share -> Figures.decimal(share, 0) + " %");
    String on = " on " + Figures.count(pods.size(), "pod");
    return List.of(
        words.equals("0 %")
            ? "not throttled" + on
            : "throttled in " + words + " of the periods" + on);
  }

  static List<String> releases(
      Releases releases, Instant askedAt, Optional<Instant> errorsBeganAt) {
    Optional<Release> current = releases.current();
    if (current.isEmpty()) {
      return List.of("no revision is current");
    }
    List<String> lines = new ArrayList<>();
    Instant rolledOutAt = releases.rolledOutAt();
    String age =
        rolledOutAt == null
            ? " is current; when it was rolled out is not known"
            : " rolled out " + Times.words(Duration.between(rolledOutAt, askedAt)) + " ago";
    String errors =
        rolledOutAt == null
            ? ""
            : errorsBeganAt
                .map(began -> "; errors began " + Times.afterOrBefore(rolledOutAt, began))
                .orElse("");
    lines.add(named(current.get()) + age + errors + noRelease(current.get()));
    releases
        .previous()
        .ifPresentOrElse(
            previous ->
                lines.add(
                    "before it "
                        + named(previous)
                        + (previous.images().equals(current.get().images())
                            ? ": the same image reference"
                            : "")),
            () -> lines.add("no revision before it"));
    return lines;
  }

  /** What is rolled out and brings nothing new is no release, whenever the errors began. */
  private static String noRelease(Release current) {
    return switch (current.origin()) {
      case RESTART -> "; it is a restart and no release";
      case RUNBOOK -> "; the runbook made it, and it is no release";
      case FIRST -> "";
      case RELEASE -> current.ranBefore() ? "; it is a return to what ran before" : "";
    };
  }

  private static String named(Release release) {
    String why = release.changeCause() == null ? "" : ", “" + release.changeCause() + "”";
    return "revision "
        + release.revision()
        + " ("
        + String.join(", ", release.images())
        + why
        + ")";
  }

  static List<String> autoscaling(Autoscaling autoscaling) {
    String replicas = Figures.count(autoscaling.replicas(), "replica");
    if (autoscaling.owner().isEmpty()) {
      return List.of(replicas + " wanted, no autoscaler");
    }
    Autoscaler autoscaler = autoscaling.owner().get();
    List<String> lines = new ArrayList<>();
    lines.add(
        replicas
            + " wanted; "
            + autoscaler.name()
            + " allows "
            + autoscaler.minReplicas()
            + " to "
            + autoscaler.maxReplicas()
            + " and wants "
            + autoscaler.desiredReplicas()
            + (autoscaler.desiredReplicas() == autoscaler.maxReplicas() ? ", its maximum" : ""));
    autoscaler.metrics().stream()
        .map(it -> "%s at %d %%, target %d %%".formatted(it.name(), it.current(), it.target()))
        .forEach(lines::add);
    lines.addAll(autoscaler.problems());
    return lines;
  }

  static List<String> events(List<WarningEvent> events, LocalTimes times) {
    if (events.isEmpty()) {
      return List.of("no warnings");
    }
    // one that evicts a pod must not hide behind a hundred probes that fail
    List<WarningEvent> newestOfEachReason =
        events.stream()
            .sorted(
                Comparator.comparing(
                    WarningEvent::lastSeen, Comparator.nullsLast(Comparator.reverseOrder())))
            .collect(
                Collectors.toMap(
                    it -> String.valueOf(it.reason()),
                    Function.identity(),
                    (newest, older) -> newest,
                    LinkedHashMap::new))
            .values()
            .stream()
            .limit(MOST_REASONS)
            .toList();
    List<String> lines =
        new ArrayList<>(newestOfEachReason.stream().map(it -> event(it, times)).toList());
    if (events.size() > lines.size()) {
      lines.add("and " + Figures.count(events.size() - lines.size(), "other warning"));
    }
    return lines;
  }

  private static String event(WarningEvent event, LocalTimes times) {
    return event.reason()
        + " on "
        + event.object()
        + ": "
        + event.message()
        + " ("
        + (event.count() > 1 ? event.count() + " times, last " : "")
        + (event.lastSeen() == null ? "time not known" : times.clock(event.lastSeen()))
        + ")";
  }
}
