package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RolloutStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Evidence in the words that a tired person reads: the worst first, and little of it. */
final class EvidenceText {

  private EvidenceText() {}

  /**
   * All parts, asked or not, always in the same order: what customers get, then the pods, then what
   * they lean on.
   *
   * @param evidence null when nothing was looked at yet
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   */
  static List<Finding> of(Evidence evidence, double errorThreshold) {
    if (evidence == null) {
      return of(NOT_ASKED, errorThreshold);
    }
    Optional<Instant> errorsBeganAt =
        known(evidence.errorRates()).flatMap(rates -> rates.errorsBeganAt(errorThreshold));
    List<PodState> pods = known(evidence.pods()).orElse(List.of());
    return List.of(
        Finding.of("Customers' requests", evidence.traffic(), MetricsText::traffic),
        Finding.of(
            "Error rate over time",
            evidence.errorRates(),
            (ErrorRateHistory rates) -> MetricsText.errorRates(rates, errorThreshold)),
        Finding.of("Routes", evidence.routes(), MetricsText::routes),
        Finding.of("Pods", evidence.pods(), ClusterText::pods),
        Finding.of("Nodes", evidence.nodes(), ClusterText::nodes),
        Finding.of("Endpoints", evidence.endpoints(), ClusterText::endpoints),
        Finding.of("Health", evidence.health(), HealthText::health),
        Finding.of("Key endpoints", evidence.keyEndpoints(), HealthText::keyEndpoints),
        Finding.of("Recent error lines", evidence.errorLines(), LogText::recent),
        Finding.of("Error patterns", evidence.logPatterns(), LogText::patterns),
        Finding.of("External dependencies", evidence.dependencyLines(), LogText::dependencies),
        Finding.of(
            "Recent release",
            evidence.releases(),
            (Releases releases) ->
                ClusterText.releases(releases, evidence.releases().askedAt(), errorsBeganAt)),
        Finding.of(
            "Rollout", evidence.rollout(), (RolloutStatus status) -> List.of(status.message())),
        Finding.of("Database sessions", evidence.databaseActivity(), DatabaseText::sessions),
        Finding.of("Database figures", evidence.databaseFigures(), HealthText::databaseFigures),
        Finding.of("CPU and memory", evidence.usage(), usage -> ClusterText.usage(usage, pods)),
        Finding.of("Throttling", evidence.throttling(), ClusterText::throttling),
        Finding.of("Autoscaler", evidence.autoscaling(), ClusterText::autoscaling),
        Finding.of("Warning events", evidence.events(), ClusterText::events),
        Finding.of("Firing alerts", evidence.alerts(), MetricsText::alerts));
  }

  /**
   * What customers get, in one line; empty when it is not known.
   *
   * @param evidence null when nothing was looked at yet
   */
  static Optional<String> errorRateNow(Evidence evidence) {
    return Optional.ofNullable(evidence)
        .flatMap(seen -> known(seen.traffic()))
        .map(traffic -> MetricsText.traffic(traffic).get(0));
  }

  private static final Evidence NOT_ASKED =
      new Evidence(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);

  private static <T> Optional<T> known(Answer<T> answer) {
    return Optional.ofNullable(answer).flatMap(Answer::known);
  }
}
