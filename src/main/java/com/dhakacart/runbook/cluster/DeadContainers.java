package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.LastWords;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Workload;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * What containers wrote before they died, of whatever sort they are: {@code kubectl logs
 * --previous}.
 */
@Component
class DeadContainers {

  /** As far back as the investigation looks. */
  private static final Duration RECENT = Duration.ofHours(1);

  /** Pods of one Deployment die of the same: two of each container tell what all would. */
  private static final int MOST_PODS_A_CONTAINER = 2;

  private static final int MOST = 6;
  private static final int LINES = 5;
  private static final int LONGEST_LINE = 300;

  private static final String BOUNDS = "&tailLines=%d&limitBytes=%d".formatted(LINES, 64 * 1024);
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}&&[^\t]]+");

  private final ContainerLog log;
  private final PodWorkers workers;
  private final Clock clock;

  DeadContainers(ContainerLog log, PodWorkers workers, Clock clock) {
    this.log = log;
    this.workers = workers;
    this.clock = clock;
  }

  /** Of those that died within the hour, the newest first. */
  List<LastWords> lastWords(Workload workload, List<PodState> pods) {
    return workers.forEach(dead(pods), it -> lastWords(workload, it));
  }

  private List<Dead> dead(List<PodState> pods) {
    Instant recent = clock.instant().minus(RECENT);
    Map<String, Integer> seen = new HashMap<>();
    List<Dead> dead = new ArrayList<>();
    pods.stream()
        .flatMap(pod -> pod.containers().stream().map(it -> new Dead(pod.name(), it)))
        .filter(it -> it.container().died())
        .filter(it -> it.endedAt().isAfter(recent))
        .sorted(Comparator.comparing(Dead::endedAt).reversed())
        .filter(it -> seen.merge(it.container().name(), 1, Integer::sum) <= MOST_PODS_A_CONTAINER)
        .limit(MOST)
        .forEach(dead::add);
    return dead;
  }

  private LastWords lastWords(Workload workload, Dead dead) {
    ContainerState container = dead.container();
    ContainerLog.Text text =
        log.of(workload.namespace(), dead.pod(), container.name(), dead.startedAgain(), BOUNDS);
    return new LastWords(
        dead.pod(),
        container.name(),
        container.lastTermination(),
        container.restarts(),
        text.problem() == null ? lines(text.bytes()) : List.of(),
        text.problem());
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(it -> NOT_PRINTABLE.matcher(it).replaceAll(" ").strip())
        .filter(it -> !it.isEmpty())
        .map(it -> it.length() <= LONGEST_LINE ? it : it.substring(0, LONGEST_LINE) + " …")
        .toList();
  }

  private record Dead(String pod, ContainerState container) {

    /** One that does not say when is of now: it has just ended. */
    Instant endedAt() {
      Instant at = container.lastTermination().finishedAt();
      return at == null ? Instant.MAX : at;
    }

    /** The log of one that only just ended is its own still, and no predecessor's. */
    boolean startedAgain() {
      return container.restarts() > 0
          && !(container.waits() != null
              && container.waits().equals(container.lastTermination().reason()));
    }
  }
}
