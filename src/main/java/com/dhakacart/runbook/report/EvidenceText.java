package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.PodState;
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
    Evidence seen = evidence == null ? Evidence.NONE : evidence;
    Optional<Instant> errorsBeganAt =
        seen.known(ERROR_RATES).flatMap(rates -> rates.errorsBeganAt(errorThreshold));
    List<PodState> pods = seen.known(PODS).orElse(List.of());
    return List.of(
        Finding.of(TRAFFIC, seen, MetricsText::traffic),
        Finding.of(ERROR_RATES, seen, rates -> MetricsText.errorRates(rates, errorThreshold)),
        Finding.of(ROUTES, seen, MetricsText::routes),
        Finding.of(USUAL, seen, it -> UsualText.against(it, seen)),
        Finding.of(ROUTE_LATENCIES, seen, MetricsText::latencies),
        Finding.of(PODS, seen, ClusterText::pods),
        Finding.of(LAST_WORDS, seen, ClusterText::lastWords),
        Finding.of(NODES, seen, ClusterText::nodes),
        Finding.of(ENDPOINTS, seen, ClusterText::endpoints),
        Finding.of(HEALTH, seen, HealthText::health),
        Finding.of(KEY_ENDPOINTS, seen, HealthText::keyEndpoints),
        Finding.of(ERROR_LINES, seen, LogText::recent),
        Finding.of(LOG_PATTERNS, seen, LogText::patterns),
        Finding.of(DEPENDENCY_LINES, seen, LogText::dependencies),
        Finding.of(LOG_READING, seen, LogText::reading),
        Finding.of(
            RELEASES,
            seen,
            it -> ClusterText.releases(it, seen.of(RELEASES).askedAt(), errorsBeganAt)),
        Finding.of(IMAGES, seen, images -> ImageText.notes(images, pods)),
        Finding.of(ROLLOUT_STATUS, seen, status -> List.of(status.message())),
        Finding.of(DATABASE_ACTIVITY, seen, DatabaseText::sessions),
        Finding.of(DATABASE_FIGURES, seen, HealthText::databaseFigures),
        Finding.of(USAGE, seen, usage -> ClusterText.usage(usage, pods)),
        Finding.of(THROTTLING, seen, ClusterText::throttling),
        Finding.of(AUTOSCALING, seen, ClusterText::autoscaling),
        Finding.of(EVENTS, seen, ClusterText::events),
        Finding.of(ALERTS, seen, MetricsText::alerts));
  }

  /**
   * What customers get, in one line; empty when it is not known.
   *
   * @param evidence null when nothing was looked at yet
   */
  static Optional<String> errorRateNow(Evidence evidence) {
    return Optional.ofNullable(evidence)
        .flatMap(seen -> seen.known(TRAFFIC))
        .map(traffic -> MetricsText.traffic(traffic).get(0));
  }
}
