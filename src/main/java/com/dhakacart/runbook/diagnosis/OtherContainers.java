package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.diagnosis.Observations.when;
import static com.dhakacart.runbook.incident.Observation.Kind.CONTAINER_BESIDE_DIES;

import com.dhakacart.runbook.incident.ContainerState;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Observation;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.WarningEvent;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a container beside the one that serves dies, or one that must end before it. */
final class OtherContainers {

  private static final Pattern BACK_OFF =
      Pattern.compile("Back-off restarting failed container (?<container>[a-z0-9-]+) in pod .*");

  private OtherContainers() {}

  static Optional<Observation> die(Symptoms symptoms) {
    List<String> died =
        symptoms.pods().stream().flatMap(it -> inPod(symptoms, it)).distinct().toList();
    return when(!died.isEmpty(), CONTAINER_BESIDE_DIES, died.stream());
  }

  private static Stream<String> inPod(Symptoms symptoms, PodState pod) {
    return pod.containers().isEmpty()
        ? symptoms.events().stream().flatMap(it -> inEvent(symptoms, pod, it).stream())
        : pod.othersThatDied().stream()
            .filter(
                it ->
                    it.waits() != null
                        || symptoms.within(it.lastTermination().finishedAt(), Incident.RECENT))
            .map(it -> words(pod, it));
  }

  private static String words(PodState pod, ContainerState it) {
    return "container %s of %s ended with %s (exit code %d), %d restarts"
        .formatted(
            it.name(),
            pod.name(),
            it.lastTermination().reason(),
            it.lastTermination().exitCode(),
            it.restarts());
  }

  /** Where the containers were not noted: one is restarted, and it is not the one that serves. */
  private static Optional<String> inEvent(Symptoms symptoms, PodState pod, WarningEvent event) {
    if (pod.restarts() > 0
        || pod.isHeldBack()
        || event.message() == null
        || !("Pod/" + pod.name()).equals(event.object())
        || !symptoms.within(event.lastSeen(), Incident.RECENT)) {
      return Optional.empty();
    }
    Matcher backOff = BACK_OFF.matcher(event.message());
    return backOff.matches()
        ? Optional.of(
            "container %s of %s is restarted again and again"
                .formatted(backOff.group("container"), pod.name()))
        : Optional.empty();
  }
}
