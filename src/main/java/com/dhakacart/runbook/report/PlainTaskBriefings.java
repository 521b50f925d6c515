package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.incident.EvidencePart.ERROR_RATES;
import static com.dhakacart.runbook.incident.EvidencePart.RELEASES;
import static com.dhakacart.runbook.incident.EvidencePart.TRAFFIC;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Change;
import com.dhakacart.runbook.incident.Details;
import com.dhakacart.runbook.incident.ErrorRateHistory;
import com.dhakacart.runbook.incident.ErrorRateHistory.Sample;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Plan;
import com.dhakacart.runbook.incident.RankedCause;
import com.dhakacart.runbook.incident.Releases;
import com.dhakacart.runbook.incident.RuleHit;
import com.dhakacart.runbook.report.ErrorRateChart.Marker;
import com.dhakacart.runbook.report.ErrorRateChart.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

@Component
class PlainTaskBriefings implements TaskBriefings {

  /** A person who was woken reads these; all others are folded away. */
  private static final int MOST_OBSERVATIONS = 3;

  /** Beside so many, one that hardly counts decided nothing. */
  private static final int ENOUGH = 2;

  private static final int MOST_DIFFERING_LINES = 6;

  /** What a change leaves as its mark, which is no reason for or against it. */
  private static final Pattern MARK =
      Pattern.compile(
          "[+-]\\s*(annotations:"
              + "|kubectl\\.kubernetes\\.io/restartedAt: .*"
              + "|kubernetes\\.io/change-cause: .*)");

  /** What has more characters tells how something is done, which is read when it is done. */
  private static final int LONGEST_WARNING = 600;

  private static final Pattern DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");

  static final String NOTHING_UNUSUAL = "Nothing unusual";

  @Override
  public Map<String, Object> happened(
      Incident incident, Evidence evidence, int waitedSeconds, Instant closedAt, Instant now) {
    String customers =
        EvidenceText.errorRateNow(evidence)
            .map(
                words ->
                    (closedAt == null ? "Customers get: " : "At first customers got: ") + words)
            .orElse("");
    return Map.of(
        "alert",
        plain(incident.alertName() + " on " + incident.workload().name()),
        "happened",
        plain(
            Stream.of(
                    closedAt == null ? "" : over(incident.openedAt(), closedAt),
                    stoodBehindOthers(waitedSeconds),
                    customers)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(". "))),
        "openedAt",
        closedAt == null ? whole(incident.openedAt()) : "",
        "shownAt",
        whole(seenAt(evidence).orElse(now)));
  }

  /** What customers get, which is said beside it. */
  private static Optional<Instant> seenAt(Evidence evidence) {
    return Optional.ofNullable(evidence).map(it -> it.of(TRAFFIC)).map(Answer::askedAt);
  }

  /** As the form reads it, which says how long ago that is when it is opened. */
  private static String whole(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String stoodBehindOthers(int seconds) {
    return seconds == 0
        ? ""
        : "First looked at after %s because others came before it"
            .formatted(Times.words(Duration.ofSeconds(seconds)));
  }

  /** With the day: whoever documents it may do so days later. */
  private static String over(Instant openedAt, Instant closedAt) {
    return "Was open for %s from %s UTC on"
        .formatted(Times.words(Duration.between(openedAt, closedAt)), Times.dayAndClock(openedAt));
  }

  @Override
  public Map<String, Object> seen(
      Incident incident, Evidence evidence, double errorThreshold, List<Instant> changedAt) {
    List<Finding> findings = EvidenceText.of(evidence, errorThreshold, LocalTimes.UTC);
    return Map.of(
        "evidence",
        Stream.concat(
                findings.stream().filter(Finding::isTelling).map(PlainTaskBriefings::part),
                EvidenceText.quiet(findings).stream()
                    .map(parts -> Map.of("title", NOTHING_UNUSUAL, "lines", List.of(parts))))
            .toList(),
        "unknown",
        findings.stream()
            .filter(finding -> finding.wasAsked() && !finding.known())
            .map(finding -> plain(finding.part() + ": " + finding.asked().unknownBecause()))
            .toList(),
        "notAsked",
        String.join(
            ", ",
            findings.stream().filter(finding -> !finding.wasAsked()).map(Finding::part).toList()),
        "picture",
        picture(incident, evidence, errorThreshold, changedAt));
  }

  private static Map<String, Object> part(Finding finding) {
    return Map.of(
        "title",
        "%s (%s UTC)".formatted(finding.part(), Times.clock(finding.asked().askedAt())),
        "lines",
        finding.known()
            ? finding.lines().stream().map(PlainTaskBriefings::plain).toList()
            : List.of("unknown: " + plain(finding.asked().unknownBecause())));
  }

  private static String picture(
      Incident incident, Evidence evidence, double errorThreshold, List<Instant> changedAt) {
    List<Sample> samples =
        Optional.ofNullable(evidence)
            .flatMap(seen -> seen.known(ERROR_RATES))
            .map(ErrorRateHistory::samples)
            .orElse(List.of());
    if (!ErrorRateChart.canDraw(samples)) {
      return "";
    }
    List<Marker> markers = new ArrayList<>();
    markers.add(new Marker(incident.openedAt(), "opened", "opened"));
    changedAt.forEach(at -> markers.add(new Marker(at, "changed", "changed")));
    evidence
        .known(RELEASES)
        .map(Releases::rolledOutAt)
        .filter(at -> at.isAfter(samples.get(0).at()))
        .ifPresent(at -> markers.add(new Marker(at, "release", "released")));
    return new ErrorRateChart(Size.OF_A_FORM, samples, errorThreshold, markers, LocalTimes.UTC)
        .imageAddress();
  }

  @Override
  public Map<String, Object> causes(List<RankedCause> rankedCauses) {
    return Map.of(
        "causes",
        rankedCauses.stream()
            .map(
                ranked ->
                    Map.of(
                        "title",
                        "%s, score %s".formatted(named(ranked), signed(ranked.score())),
                        "lines",
                        strongestFirst(ranked, rule -> true).toList()))
            .toList());
  }

  private static String named(RankedCause ranked) {
    return ranked.confidence() > 0
        ? ranked.cause().title() + ", " + MarkdownBriefings.confidence(ranked)
        : ranked.cause().title();
  }

  private static Stream<String> strongestFirst(RankedCause ranked, Predicate<RuleHit> which) {
    return ranked.strongestFirst().stream()
        .filter(which)
        .map(rule -> rule(rule, Objects.toString(rule.detail(), "")));
  }

  private static String rule(RuleHit rule, String detail) {
    return plain(
        LocalTimes.UTC.inText(
            signed(rule.weight())
                + " "
                + rule.reason()
                + (detail.isBlank() ? "" : " (" + detail + ")")));
  }

  /** The same was seen of several pods: one of them stands for all, which are folded away. */
  private static String briefly(RuleHit rule) {
    String details = DIGEST.matcher(Objects.toString(rule.detail(), "")).replaceAll("$1…");
    return rule(rule, Details.briefly(details));
  }

  private static boolean isLong(String warning) {
    return warning.length() > LONGEST_WARNING && warning.indexOf(": ") > 0;
  }

  private static String shortly(String warning) {
    return plain(
        isLong(warning) ? warning.substring(0, warning.indexOf(": ")) + ": see below" : warning);
  }

  private static String signed(int number) {
    return MarkdownBriefings.signed(number);
  }

  @Override
  public Map<String, Object> plan(Plan plan, List<RankedCause> rankedCauses) {
    Optional<RankedCause> weighed =
        rankedCauses.stream().filter(ranked -> ranked.cause() == plan.cause()).findFirst();
    List<Map<String, String>> differing =
        lines(plan.diff())
            .filter(PlainTaskBriefings::isTelling)
            .filter(line -> !passes(line.get("text").substring(1), plan.changes()))
            .toList();
    return Map.ofEntries(
        Map.entry("cause", weighed.map(PlainTaskBriefings::named).orElse("")),
        Map.entry("because", observations(weighed, rule -> rule.weight() > 0)),
        Map.entry("against", observations(weighed, rule -> rule.weight() < 0)),
        Map.entry("summary", plain(plan.summary())),
        Map.entry("command", plan.command()),
        Map.entry("differing", differing.stream().limit(MOST_DIFFERING_LINES).toList()),
        Map.entry("differingMore", Math.max(0, differing.size() - MOST_DIFFERING_LINES)),
        Map.entry("diff", lines(plan.diff()).toList()),
        Map.entry("diffOrigin", origin(plan)),
        Map.entry("warnings", plan.warnings().stream().map(PlainTaskBriefings::shortly).toList()),
        Map.entry(
            "inFull",
            plan.warnings().stream()
                .filter(PlainTaskBriefings::isLong)
                .map(PlainTaskBriefings::plain)
                .toList()),
        Map.entry("undo", plan.undo()));
  }

  private static List<String> observations(
      Optional<RankedCause> weighed, Predicate<RuleHit> which) {
    List<RuleHit> strongest =
        weighed.stream()
            .flatMap(ranked -> ranked.strongestFirst().stream())
            .filter(which)
            .limit(MOST_OBSERVATIONS)
            .toList();
    return strongest.stream()
        .filter(rule -> Math.abs(rule.weight()) > 1 || strongest.indexOf(rule) < ENOUGH)
        .map(PlainTaskBriefings::briefly)
        .toList();
  }

  private static Stream<Map<String, String>> lines(String diff) {
    return diff.lines().map(line -> Map.of("kind", kind(line), "text", line));
  }

  /** Whether one change adds this and a later one of the same object takes it away again. */
  private static boolean passes(String line, List<Change> changes) {
    return IntStream.range(0, changes.size())
        .filter(i -> has(changes.get(i), "+" + line))
        .anyMatch(
            i ->
                changes.stream()
                    .skip(i + 1L)
                    .filter(later -> isOfTheSameObject(later, changes.get(i)))
                    .anyMatch(later -> has(later, "-" + line)));
  }

  private static boolean has(Change change, String line) {
    return change.diff().lines().anyMatch(line::equals);
  }

  private static boolean isOfTheSameObject(Change one, Change other) {
    return one.resource().equals(other.resource())
        && one.name().equals(other.name())
        && one.namespace().equals(other.namespace());
  }

  private static boolean isTelling(Map<String, String> line) {
    return !line.get("kind").isEmpty() && !MARK.matcher(line.get("text")).matches();
  }

  /** Added or removed; the names of a unified diff's files are neither. */
  private static String kind(String line) {
    if (line.startsWith("+++ ") || line.startsWith("--- ")) {
      return "";
    }
    return line.startsWith("+") ? "plus" : line.startsWith("-") ? "minus" : "";
  }

  private static String origin(Plan plan) {
    if (!plan.proposesSomething()) {
      return "";
    }
    return (plan.changes().stream().allMatch(Change::serverDiff)
            ? "The cluster's own dry run at %s UTC."
            : "Computed here, where no dry run was possible, from what the cluster held at %s UTC.")
        .formatted(Times.clock(plan.plannedAt()));
  }

  @Override
  public Map<String, Object> undo(List<Change> inEffect) {
    return Map.of(
        "inEffect",
        inEffect.stream().map(Change::undoCommand).toList(),
        "undoing",
        inEffect.stream().map(Change::diff).map(TurnedDiff::of).flatMap(it -> lines(it)).toList());
  }

  @Override
  public Map<String, Object> links(Map<String, String> links) {
    return Map.of(
        "links",
        new TreeMap<>(links)
            .entrySet().stream()
                .map(
                    link ->
                        Map.of(
                            "name",
                            plain(link.getKey()),
                            "address",
                            Markdown.leadsSomewhere(link.getValue()) ? link.getValue() : ""))
                .toList());
  }

  private static String plain(String text) {
    return Markdown.oneLine(text);
  }
}
