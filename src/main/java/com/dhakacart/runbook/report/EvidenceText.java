package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.PodState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Evidence in the words that a tired person reads: the worst first, and little of it. */
final class EvidenceText {

  private EvidenceText() {}

  /**
   * All parts, asked or not, always in the same order: what customers get, then the pods, then what
   * they lean on. The looks at the log are one part, and a second one where some of them failed.
   *
   * @param evidence null when nothing was looked at yet
   * @param errorThreshold ratio, 0 to 1, from which on errors count as begun
   */
  static List<Finding> of(Evidence evidence, double errorThreshold, LocalTimes times) {
    Evidence seen = evidence == null ? Evidence.NONE : evidence;
    Optional<Instant> errorsBeganAt =
        seen.known(ERROR_RATES).flatMap(rates -> rates.errorsBeganAt(errorThreshold));
    List<PodState> pods = seen.known(PODS).orElse(List.of());
    return Stream.of(
            Stream.of(
                Finding.of(TRAFFIC, seen, MetricsText::traffic),
                Finding.of(
                    ERROR_RATES,
                    seen,
                    rates -> MetricsText.errorRates(rates, errorThreshold, times)),
                Finding.of(ROUTES, seen, MetricsText::routes, Quiet::routes),
                Finding.of(USUAL, seen, it -> UsualText.against(it, seen, times)),
                Finding.of(ROUTE_LATENCIES, seen, MetricsText::latencies),
                Finding.of(
                    PODS,
                    seen,
                    it -> ClusterText.pods(it, seen.of(PODS).askedAt(), times),
                    Quiet::pods),
                Finding.of(
                    LAST_WORDS,
                    seen,
                    it -> ClusterText.lastWords(it, seen.of(LAST_WORDS).askedAt(), times),
                    Quiet::none),
                Finding.of(NODES, seen, ClusterText::nodes, Quiet::nodes),
                Finding.of(ENDPOINTS, seen, ClusterText::endpoints, Quiet::endpoints),
                Finding.of(HEALTH, seen, HealthText::health, Quiet::health),
                Finding.of(KEY_ENDPOINTS, seen, HealthText::keyEndpoints, Quiet::keyEndpoints)),
            LogText.of(seen, errorThreshold),
            Stream.of(
                Finding.of(
                    RELEASES,
                    seen,
                    it -> ClusterText.releases(it, seen.of(RELEASES).askedAt(), errorsBeganAt)),
                Finding.of(
                    IMAGES,
                    seen,
                    images -> ImageText.notes(images, pods, times),
                    images -> Quiet.images(images, pods)),
                Finding.of(
                    ROLLOUT_STATUS, seen, status -> List.of(status.message()), Quiet::rollout),
                Finding.of(
                    DATABASE_ACTIVITY, seen, DatabaseText::sessions, Quiet::databaseActivity),
                Finding.of(
                    DATABASE_FIGURES, seen, HealthText::databaseFigures, Quiet::databaseFigures),
                Finding.of(
                    USAGE,
                    seen,
                    usage -> ClusterText.usage(usage, pods),
                    usage -> Quiet.usage(usage, pods)),
                Finding.of(THROTTLING, seen, ClusterText::throttling, Quiet::throttling),
                Finding.of(AUTOSCALING, seen, ClusterText::autoscaling, Quiet::autoscaling),
                Finding.of(EVENTS, seen, it -> ClusterText.events(it, times), Quiet::none),
                Finding.of(ALERTS, seen, it -> MetricsText.alerts(it, times), Quiet::none)))
        .flatMap(Function.identity())
        .toList();
  }

  /** The parts that say nothing unusual, in one line; empty when there are none. */
  static Optional<String> quiet(List<Finding> findings) {
    List<String> parts = findings.stream().filter(Finding::quiet).map(Finding::part).toList();
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
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
