package com.dhakacart.runbook.cluster;

import com.dhakacart.runbook.incident.WarningEvent;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Picks the warnings about one workload out of a namespace's events. */
final class WarningEvents {

  private WarningEvents() {}

  /**
   * @param replicaSets names; a pod that is gone already is known by its ReplicaSet's name
   * @param autoscaler null when there is none
   */
  static List<WarningEvent> of(
      List<Event> all,
      String deployment,
      Collection<String> replicaSets,
      String autoscaler,
      int most) {
    return all.stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> concerns(event.getInvolvedObject(), deployment, replicaSets, autoscaler))
        .map(WarningEvents::seen)
        .sorted(Comparator.comparing(WarningEvent::lastSeen).reversed())
        .limit(most)
        .toList();
  }

  private static boolean concerns(
      ObjectReference object,
      String deployment,
      Collection<String> replicaSets,
      String autoscaler) {
    String name = object.getName() == null ? "" : object.getName();
    return switch (Objects.requireNonNullElse(object.getKind(), "")) {
      case "Deployment" -> name.equals(deployment);
      case "ReplicaSet" -> replicaSets.contains(name);
      case "Pod" -> replicaSets.stream().anyMatch(one -> name.startsWith(one + "-"));
      case "HorizontalPodAutoscaler" -> name.equals(autoscaler);
      default -> false;
    };
  }

  private static WarningEvent seen(Event event) {
    ObjectReference object = event.getInvolvedObject();
    return new WarningEvent(
        object.getKind() + "/" + object.getName(),
        event.getReason(),
        event.getMessage() == null ? "" : event.getMessage().strip(),
        count(event),
        lastSeen(event));
  }

  private static int count(Event event) {
    if (event.getSeries() != null && event.getSeries().getCount() != null) {
      return event.getSeries().getCount();
    }
    return event.getCount() == null ? 1 : event.getCount();
  }

  /** Which of the four times is set depends on who wrote the event. */
  private static Instant lastSeen(Event event) {
    return Stream.of(
            Optional.ofNullable(event.getSeries())
                .map(series -> series.getLastObservedTime())
                .map(time -> time.getTime()),
            Optional.ofNullable(event.getLastTimestamp()),
            Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()),
            Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
        .flatMap(Optional::stream)
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }
}
