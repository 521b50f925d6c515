package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.EndpointCheck;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether customers are served well; headings "Monitoring Recovery" and, without the response time,
 * the question whether the alert is real. The error ratio alone does not tell: a service without a
 * ready pod counts no errors. What could not be asked is a complaint.
 *
 * @param errorRatio that must not be reached, 0 to 1
 * @param p95 response time that must not be reached; null when it does not matter
 * @param slowest how long no answer of a pod may take
 * @param restartsSince a container that ended after this instant is a complaint
 */
public record Wellbeing(double errorRatio, Duration p95, Duration slowest, Instant restartsSince) {

  /** What is not well, in sentences; empty when all is well. */
  public List<String> complaints(Evidence evidence) {
    List<String> complaints = new ArrayList<>();
    complaints.addAll(aboutTraffic(evidence.of(TRAFFIC)));
    complaints.addAll(complaintsOfPods(evidence.of(ENDPOINTS), evidence.of(PODS)));
    complaints.addAll(complaintsOfAnswers(evidence.of(HEALTH), evidence.of(KEY_ENDPOINTS)));
    return complaints;
  }

  /** What speaks against pods that take requests; without what they answer. */
  public List<String> complaintsOfPods(
      Answer<List<ServiceEndpoints>> endpoints, Answer<List<PodState>> pods) {
    List<String> complaints = new ArrayList<>(aboutEndpoints(endpoints));
    complaints.addAll(aboutPods(pods));
    return complaints;
  }

  /** What speaks against what the pods answer. */
  public List<String> complaintsOfAnswers(
      Answer<List<PodHealth>> health, Answer<List<EndpointCheck>> keyEndpoints) {
    List<String> complaints = new ArrayList<>(aboutHealth(health));
    complaints.addAll(aboutKeyEndpoints(keyEndpoints));
    return complaints;
  }

  private List<String> aboutTraffic(Answer<Traffic> answer) {
    if (unknown(answer)) {
      return List.of(couldNotAsk("the error rate", answer));
    }
    Traffic traffic = answer.value();
    if (!traffic.arrives() || traffic.errorRatio() == null) {
      return List.of("No customers' requests arrive");
    }
    List<String> complaints = new ArrayList<>();
    if (traffic.errorRatio() >= errorRatio) {
      complaints.add(
          "Error rate is %.1f %%, not below %.0f %%"
              .formatted(100 * traffic.errorRatio(), 100 * errorRatio));
    }
    if (p95 != null && traffic.p95Seconds() == null) {
      complaints.add("The response time is unknown");
    } else if (p95 != null && traffic.p95Seconds() >= p95.toMillis() / 1000.0) {
      complaints.add(
          "p95 is %.1f s, not below %.1f s"
              .formatted(traffic.p95Seconds(), p95.toMillis() / 1000.0));
    }
    return complaints;
  }

  private static List<String> aboutEndpoints(Answer<List<ServiceEndpoints>> answer) {
    if (unknown(answer)) {
      return List.of(couldNotAsk("the endpoints", answer));
    }
    if (answer.value().isEmpty()) {
      return List.of("No Service selects the pods");
    }
    return answer.value().stream()
        .filter(it -> it.ready() == 0 || it.notReady() > 0)
        .map(
            it ->
                "%d of %d endpoints of %s are ready"
                    .formatted(it.ready(), it.ready() + it.notReady(), it.service()))
        .toList();
  }

  private List<String> aboutPods(Answer<List<PodState>> answer) {
    if (unknown(answer)) {
      return List.of(couldNotAsk("the pods", answer));
    }
    return answer.value().stream()
        .flatMap(it -> Stream.concat(aboutPod(it).stream(), aboutOthers(it)))
        .toList();
  }

  private Optional<String> aboutPod(PodState pod) {
    if (!pod.isHeldBack() && !endedSince(pod.terminated())) {
      return Optional.empty();
    }
    return Optional.of(
        pod.restarts() == 0 && pod.isHeldBack()
            ? "%s does not run: %s".formatted(pod.name(), pod.waitingReason())
            : "%s restarted (%d times%s)"
                .formatted(
                    pod.name(),
                    pod.restarts(),
                    pod.waitingReason() == null ? "" : ", " + pod.waitingReason()));
  }

  /** One that waits now is why the pod is held back, and was said. */
  private Stream<String> aboutOthers(PodState pod) {
    return pod.othersThatDied().stream()
        .filter(it -> it.waits() == null && endedSince(it.terminated()))
        .map(
            it ->
                "container %s of %s restarted (%d times, %s)"
                    .formatted(
                        it.name(), pod.name(), it.restarts(), it.lastTermination().reason()));
  }

  private boolean endedSince(Optional<PodState.Termination> ending) {
    return ending
        .map(PodState.Termination::finishedAt)
        .filter(at -> at.isAfter(restartsSince))
        .isPresent();
  }

  private List<String> aboutHealth(Answer<List<PodHealth>> answer) {
    if (unknown(answer)) {
      return List.of(couldNotAsk("/health", answer));
    }
    if (answer.value().isEmpty()) {
      return List.of("No pod could be asked for its health");
    }
    // a 429 is the limit of the endpoint, not an outage
    Stream<PodHealth> unwell =
        answer.value().stream()
            .filter(it -> (!it.well() && !it.rateLimited()) || isSlow(it.tookMillis()));
    return unwell
        .map(
            it ->
                "/health of %s: %s"
                    .formatted(
                        it.pod(),
                        it.status() == 0
                            ? it.problem()
                            : it.status()
                                + " "
                                + Objects.toString(it.overall(), "")
                                + slowness(it.tookMillis())))
        .toList();
  }

  private boolean isSlow(long tookMillis) {
    return tookMillis >= slowest.toMillis();
  }

  private String slowness(long tookMillis) {
    return isSlow(tookMillis)
        ? " after %.1f s, not below %.1f s"
            .formatted(tookMillis / 1000.0, slowest.toMillis() / 1000.0)
        : "";
  }

  private List<String> aboutKeyEndpoints(Answer<List<EndpointCheck>> answer) {
    if (unknown(answer)) {
      return List.of(couldNotAsk("the key endpoints", answer));
    }
    return answer.value().stream()
        .filter(it -> !it.works() || isSlow(it.tookMillis()))
        .map(
            it ->
                "%s of %s: %s"
                    .formatted(
                        it.path(),
                        it.pod(),
                        it.status() == 0 ? it.problem() : it.status() + slowness(it.tookMillis())))
        .toList();
  }

  private static boolean unknown(Answer<?> answer) {
    return answer == null || !answer.answered();
  }

  private static String couldNotAsk(String what, Answer<?> answer) {
    return "Could not ask for %s%s"
        .formatted(what, answer == null ? "" : ": " + answer.unknownBecause());
  }
}
