package com.dhakacart.runbook.diagnosis;

import static com.dhakacart.runbook.incident.EvidencePart.*;

import com.dhakacart.runbook.incident.Autoscaler;
import com.dhakacart.runbook.incident.Autoscaling;
import com.dhakacart.runbook.incident.Circumstances;
import com.dhakacart.runbook.incident.DatabaseActivity;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.FiringAlert;
import com.dhakacart.runbook.incident.LogPattern;
import com.dhakacart.runbook.incident.NodeState;
import com.dhakacart.runbook.incident.PodHealth;
import com.dhakacart.runbook.incident.PodState;
import com.dhakacart.runbook.incident.PodThrottling;
import com.dhakacart.runbook.incident.PodUsage;
import com.dhakacart.runbook.incident.Release;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RolloutStatus;
import com.dhakacart.runbook.incident.RouteErrors;
import com.dhakacart.runbook.incident.ServiceEndpoints;
import com.dhakacart.runbook.incident.Usual;
import com.dhakacart.runbook.incident.WarningEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The evidence as the signs read it: what is unknown is an empty list, so that it makes no
 * observation true, neither for nor against a cause. When the errors began, and what the logs say,
 * most signs ask: it is worked out once.
 */
final class Symptoms {

  /** How many lines must say it before it is more than chance. */
  static final int SEVERAL = 3;

  /** Lines may be written before the first failing request is answered and counted. */
  private static final Duration BEFORE_THE_ERRORS = Duration.ofMinutes(2);

  /** As far back as the error rate is asked for. */
  private static final Duration STILL_THE_SAME = Duration.ofHours(1);

  private static final ErrorRateHistory NO_RATES = new ErrorRateHistory(List.of());

  private final Evidence evidence;
  private final Circumstances circumstances;
  private final Optional<ErrorsBegan> errorsBegan;
  private final List<LogPattern> allLines;
  private final List<LogPattern> lines;

  Symptoms(Evidence evidence, Circumstances circumstances) {
    this.evidence = evidence;
    this.circumstances = circumstances;
    this.errorsBegan = ErrorsBegan.in(rates(), circumstances, firstTermination());
    this.allLines = everyPatternOnce();
    this.lines =
        allLines.stream()
            .filter(
                it ->
                    errorsBegan() == null
                        || !it.lastSeen().isBefore(errorsBegan().minus(BEFORE_THE_ERRORS)))
            .toList();
  }

  /** Those of the workload's own revisions, where they are known: others carry its labels, too. */
  List<PodState> pods() {
    List<PodState> all = known(PODS);
    List<Release> revisions = releases().map(Releases::all).orElse(List.of());
    List<PodState> own =
        all.stream()
            .filter(
                pod ->
                    pod.revision() == null
                        || revisions.stream()
                            .anyMatch(it -> it.replicaSet().endsWith("-" + pod.revision())))
            .toList();
    return own.isEmpty() ? all : own;
  }

  /** No pod, and not asked, are two things. */
  boolean podsAreKnown() {
    return evidence.answers(PODS);
  }

  List<PodHealth> health() {
    return known(HEALTH);
  }

  List<RouteErrors> routes() {
    return known(ROUTES);
  }

  List<WarningEvent> events() {
    return known(EVENTS);
  }

  List<NodeState> nodes() {
    return known(NODES);
  }

  List<PodUsage> usage() {
    return known(USAGE);
  }

  /** Of the pods that are there: the rate still knows those that were replaced a minute ago. */
  List<PodThrottling> throttling() {
    Set<String> there = pods().stream().map(PodState::name).collect(Collectors.toSet());
    return known(THROTTLING).stream()
        .filter(it -> there.isEmpty() || there.contains(it.pod()))
        .toList();
  }

  /** None throttled, and not asked, are two things. */
  boolean throttlingIsKnown() {
    return evidence.known(THROTTLING).isPresent();
  }

  List<ServiceEndpoints> endpoints() {
    return known(ENDPOINTS);
  }

  /** Those of the service and of its related ones: what else fires is no business of it. */
  List<FiringAlert> alerts() {
    return known(ALERTS).stream()
        .filter(it -> it.service() != null && circumstances.services().contains(it.service()))
        .toList();
  }

  /** What an alert names; what the failing service itself is called says nothing about a cause. */
  String named(FiringAlert alert) {
    return alert.service().equals(circumstances.services().get(0))
        ? alert.name()
        : alert.name() + " " + alert.service();
  }

  Optional<DatabaseActivity> databaseActivity() {
    return evidence.known(DATABASE_ACTIVITY);
  }

  Optional<RolloutStatus> rollout() {
    return evidence.known(ROLLOUT_STATUS);
  }

  /** Where enough was noted to call something new. */
  Optional<Usual> usual() {
    return evidence.known(USUAL).filter(Usual::tellsWhatIsNew);
  }

  Optional<Integer> replicasWanted() {
    return evidence.known(AUTOSCALING).map(Autoscaling::replicas);
  }

  Optional<Releases> releases() {
    return evidence.known(RELEASES);
  }

  Optional<Autoscaler> autoscaler() {
    return evidence.known(AUTOSCALING).flatMap(Autoscaling::owner);
  }

  /** What the logs say since the errors began: an outage that ended before says nothing of this. */
  List<LogPattern> lines() {
    return lines;
  }

  /** Log patterns of all looks at the logs, however old; the same pattern counts once. */
  List<LogPattern> allLines() {
    return allLines;
  }

  private List<LogPattern> everyPatternOnce() {
    return Stream.of(LOG_PATTERNS, ERROR_LINES, DEPENDENCY_LINES)
        .flatMap(part -> known(part).stream())
        .filter(unlikeThoseBefore())
        .toList();
  }

  private static Predicate<LogPattern> unlikeThoseBefore() {
    Set<LogPattern.Words> said = new HashSet<>();
    return it -> said.add(it.words());
  }

  /** Lines of level error or warn that match; the figure is the number of lines. */
  int lines(Predicate<LogPattern> matching) {
    return lines().stream().filter(matching).mapToInt(LogPattern::count).sum();
  }

  /** When the errors began, or the earliest time at which they are known to have been there. */
  Instant errorsBegan() {
    return errorsBegan.map(ErrorsBegan::at).orElse(null);
  }

  /** As the error rate shows it; empty where it did not rise, or nobody knows. */
  Optional<Instant> errorsBeganInTheRates() {
    return errorsBegan.filter(ErrorsBegan::seenToRise).map(ErrorsBegan::at);
  }

  String errorsBeganInWords() {
    return errorsBegan.map(ErrorsBegan::inWords).orElse("when errors began is not known");
  }

  /** The same, as a rollout of that time found it. */
  Optional<ErrorsBegan> errorsMetBy(Instant rollout) {
    return errorsBegan.map(it -> it.metBy(rollout, rates(), circumstances.errorThreshold()));
  }

  private ErrorRateHistory rates() {
    return evidence.known(ERROR_RATES).orElse(NO_RATES);
  }

  private Optional<Instant> firstTermination() {
    return pods().stream()
        .map(PodState::lastTermination)
        .filter(Objects::nonNull)
        .map(PodState.Termination::finishedAt)
        .filter(at -> within(at, STILL_THE_SAME))
        .min(Instant::compareTo);
  }

  boolean within(Instant at, Duration ago) {
    return at != null && at.isAfter(circumstances.seenAt().minus(ago));
  }

  <T> List<T> known(EvidencePart<List<T>> part) {
    return evidence.known(part).orElse(List.of());
  }

  /** More than half of those that answered, and at least one. */
  static <T> boolean most(List<T> all, Predicate<T> matching) {
    return all.stream().filter(matching).count() * 2 > all.size();
  }
}
