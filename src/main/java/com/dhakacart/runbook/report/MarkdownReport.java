package com.dhakacart.runbook.report;

import static com.dhakacart.runbook.report.Markdown.LINE_BREAK;

import com.dhakacart.runbook.incident.Answer;
import com.dhakacart.runbook.incident.Evidence;
import com.dhakacart.runbook.incident.EvidencePart;
import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Decision;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentHistory.Escalation;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.RefusedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report as Markdown. Its times are those of one zone, which it names. Sections without content
 * say so in a sentence.
 */
final class MarkdownReport {

  private static final Logger log = LoggerFactory.getLogger(MarkdownReport.class);

  private static final String NOT_YET = "not yet";

  static final String CHART_WINDOW =
      "Each point is taken from the whole window before it (its length is in the query at the end),"
          + " so errors from before a change still show for that long.";

  private final IncidentHistory history;
  private final Milestones milestones;
  private final Briefings briefings;
  private final LocalTimes times;

  MarkdownReport(IncidentHistory history, Briefings briefings, LocalTimes times) {
    this.history = history;
    this.milestones = Milestones.of(history);
    this.briefings = briefings;
    this.times = times;
  }

  String title() {
    return history.incident().alertName() + " on " + history.incident().workload().service();
  }

  /** Title and summary: all that fits on a phone. */
  String head() {
    return "# " + Markdown.text(title()) + "\n\n" + summary();
  }

  /** Everything else: the times, then section by section. */
  String body() {
    return Stream.of(
            shown(this::times),
            unreadable(),
            section("What was seen", this::evidence),
            section("Causes", this::causes),
            section("Decisions", this::decisions),
            section("Changes", this::changes),
            section("Escalations", this::escalations),
            section("Refused", this::refused),
            section("Recovery", this::recovery),
            section("Root cause", () -> quoteOr(history.rootCause(), "Not recorded yet.")),
            section("Notes for the runbook", () -> quoteOr(history.runbookNotes(), "None yet.")),
            section("Timeline", this::timeline),
            section("Where the evidence comes from", this::sources),
            section("Links", this::links))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private String section(String heading, Supplier<String> content) {
    return "## " + heading + "\n\n" + shown(content);
  }

  /** One part that cannot be shown does not take the others away. */
  private String shown(Supplier<String> content) {
    try {
      return content.get();
    } catch (RuntimeException e) {
      log.warn("A part of the report of {} cannot be shown", history.incident().key(), e);
      return "This cannot be shown: what is stored for it is not what the runbook keeps there.\n";
    }
  }

  private String unreadable() {
    return history.unreadable().isEmpty()
        ? ""
        : section(
            "What cannot be read",
            () ->
                "This report does without it; somebody or something has written over it.\n\n"
                    + history.unreadable().stream()
                        .map(Markdown::text)
                        .map(Markdown::bullet)
                        .collect(Collectors.joining()));
  }

  private String links() {
    return history.links().isEmpty() ? "None.\n" : briefings.links(history.links());
  }

  private String summary() {
    return Stream.<Supplier<String>>of(
                this::opening, this::whatCustomersGot, this::whyAndWhatWasDone, this::ending)
            .map(this::shown)
            .map(String::strip)
            .filter(sentence -> !sentence.isEmpty())
            .collect(Collectors.joining(" "))
        + "\n";
  }

  private String opening() {
    return (open() ? "**This incident is still open.** " : "")
        + "On "
        + times.day(milestones.openedAt())
        + " at "
        + times.clock(milestones.openedAt())
        + " "
        + times.zone()
        + " the alert "
        + Markdown.text(history.incident().alertName())
        + " opened incident "
        + Markdown.text(history.incident().key())
        + " for "
        + Markdown.text(history.incident().workload().name())
        + ".";
  }

  private String whatCustomersGot() {
    return EvidenceText.errorRateNow(history.evidence())
        .map(words -> "What customers got: " + Markdown.text(words) + ".")
        .orElse("What customers got is not known.");
  }

  private String whyAndWhatWasDone() {
    return cause() + " " + whatWasDone();
  }

  private String cause() {
    if (history.cause() == null) {
      return open() ? "The cause is not settled yet." : "No cause was acted upon.";
    }
    return "Cause acted upon: **"
        + history.cause().title()
        + "**"
        + Markdown.text(new CauseActedUpon(history).why())
        + ".";
  }

  private String whatWasDone() {
    if (history.changes().isEmpty()) {
      return open() ? "The runbook has changed nothing so far." : "The runbook changed nothing.";
    }
    MadeChange first = history.changes().get(0);
    String approved =
        first.approvedBy() == null ? "" : ", approved by " + Markdown.text(first.approvedBy());
    int more = history.changes().size() - 1;
    return "At "
        + time(first.at())
        + " production was changed ("
        + Markdown.code(nullToEmpty(first.command()))
        + approved
        + (more == 0 ? "" : "; " + Figures.count(more, "more change") + " below")
        + ").";
  }

  private boolean open() {
    return history.outcome() == null;
  }

  private String ending() {
    String recovered =
        milestones
            .timeToRecover()
            .map(
                time ->
                    "The service was well again at "
                        + time(history.recoveredAt())
                        + ", "
                        + Times.words(time)
                        + " after the incident was opened.")
            .orElseGet(() -> open() ? soFar() : "");
    String outcome = open() ? "" : "**" + outcome(history.outcome()) + "**";
    return (recovered + " " + outcome).strip();
  }

  private String soFar() {
    return Optional.ofNullable(history.recoveredAt())
        .map(at -> "It is measured well since " + time(at) + ", and has to stay so.")
        .orElse("Recovery has not been measured yet.");
  }

  static String outcome(Outcome outcome) {
    return switch (outcome) {
      case RECOVERED -> "Outcome: recovered after a change.";
      case RECOVERED_BY_ITSELF -> "Outcome: recovered by itself; the runbook had changed nothing.";
      case FALSE_ALARM -> "Outcome: false or passing alarm.";
      case HANDED_OVER -> "Outcome: handed over to people.";
    };
  }

  private String times() {
    List<List<String>> rows = new ArrayList<>();
    milestones
        .errorsBeganAt()
        .ifPresent(
            at ->
                rows.add(
                    List.of(
                        "Errors began",
                        times.dayAndClock(at),
                        Times.afterOrBefore(milestones.openedAt(), at))));
    rows.add(List.of("Opened", times.dayAndClock(milestones.openedAt()), ""));
    rows.add(moment("Acknowledged", milestones.acknowledgedAt(), " (MTTA)"));
    rows.add(moment("First change", milestones.firstChangeAt(), ""));
    rows.add(moment("Recovered", milestones.recoveredAt(), " (MTTR)"));
    rows.add(moment("Closed", milestones.closedAt(), ""));
    return Markdown.table(List.of("", times.zone(), "Counted from the opening"), rows);
  }

  private List<String> moment(String name, Optional<Instant> at, String measure) {
    return at.map(
            moment ->
                List.of(
                    name,
                    times.dayAndClock(moment),
                    Times.words(Duration.between(milestones.openedAt(), moment)) + measure))
        .orElse(List.of(name, open() ? NOT_YET : "never", ""));
  }

  private String evidence() {
    Map<String, Finding> before = byPart(history.evidence());
    Map<String, Finding> after = byPart(history.evidenceAfter());
    List<List<String>> twice = new ArrayList<>();
    List<List<String>> once = new ArrayList<>();
    List<Finding> never = new ArrayList<>();
    Stream.concat(before.values().stream(), after.values().stream())
        .filter(distinctParts())
        .forEach(
            it -> {
              Finding first = before.get(it.part());
              Finding later = after.get(it.part());
              if (later != null && later.wasAsked()) {
                twice.add(List.of(name(it), cell(first), cell(later)));
              } else if (it.wasAsked()) {
                once.add(List.of(name(it), cell(it)));
              } else {
                never.add(it);
              }
            });
    if (twice.isEmpty() && once.isEmpty()) {
      return "Nothing was looked at yet.\n";
    }
    String firstLook = history.changes().isEmpty() ? "At first" : "Before the change";
    String tables =
        Stream.of(
                tableOr("", List.of("", firstLook, "After"), twice),
                tableOr("", List.of("", firstLook), once))
            .filter(table -> !table.isEmpty())
            .collect(Collectors.joining("\n"));
    return tables + MarkdownBriefings.notAsked(never);
  }

  private Map<String, Finding> byPart(Evidence evidence) {
    return EvidenceText.of(evidence, history.errorThreshold(), times).stream()
        .collect(
            Collectors.toMap(
                Finding::part, Function.identity(), (one, same) -> one, LinkedHashMap::new));
  }

  private static Predicate<Finding> distinctParts() {
    Set<String> seen = new HashSet<>();
    return it -> seen.add(it.part());
  }

  private static String name(Finding finding) {
    return "**" + finding.part() + "**";
  }

  private String cell(Finding finding) {
    if (finding == null || !finding.wasAsked()) {
      return "not asked";
    }
    List<String> lines = MarkdownBriefings.linesOf(finding);
    String words =
        lines.size() == 1
            ? lines.get(0)
            : lines.stream().map(line -> "• " + line).collect(Collectors.joining(LINE_BREAK));
    return words + LINE_BREAK + "*" + time(finding.asked().askedAt()) + "*";
  }

  private String causes() {
    return briefings.causes(history.rankedCauses());
  }

  private String decisions() {
    return tableOr(
        "No decisions.\n",
        List.of(times.zone(), "Who", "Task", "Decision", "Reason"),
        history.decisions().stream().map(this::decision).toList());
  }

  private List<String> decision(Decision decision) {
    return List.of(
        time(decision.at()),
        textOrNothing(decision.who()),
        textOrNothing(decision.task()),
        Markdown.text(decision.inWords()),
        textOrNothing(decision.reason()));
  }

  private String changes() {
    if (history.changes().isEmpty()) {
      return "None.\n";
    }
    return IntStream.range(0, history.changes().size())
        .mapToObj(number -> change(number + 1, history.changes().get(number)))
        .collect(Collectors.joining("\n"));
  }

  private String change(int number, MadeChange change) {
    String approved =
        change.approvedBy() == null
            ? "approval not recorded"
            : "approved by " + Markdown.text(change.approvedBy());
    String result =
        change.result() == null ? "" : " The cluster answered: " + Markdown.code(change.result());
    return "### Change "
        + number
        + " at "
        + time(change.at())
        + "\n\n"
        + capital(approved)
        + "."
        + result
        + "\n\n"
        + (change.reverted() == null
            ? ""
            : "**Not in effect**: "
                + Markdown.text(change.reverted())
                + " (noticed at "
                + time(change.revertedAt())
                + ").\n\n")
        + Markdown.fence("bash", nullToEmpty(change.command()))
        + fenceOrNothing("", "diff", change.diff())
        + fenceOrNothing("To take it back:\n\n", "bash", change.undoCommand());
  }

  private static String fenceOrNothing(String lead, String language, String content) {
    return content == null || content.isBlank()
        ? ""
        : "\n" + lead + Markdown.fence(language, content);
  }

  private String escalations() {
    return tableOr(
        "Nobody was called.\n",
        List.of(times.zone(), "Team", "Why", "Sent"),
        history.escalations().stream().map(this::escalation).toList());
  }

  private List<String> escalation(Escalation escalation) {
    return List.of(
        time(escalation.at()),
        escalation.team() == null ? "" : escalation.team().title(),
        textOrNothing(escalation.summary()),
        escalation.sent() == null ? "**not sent**" : Markdown.text(escalation.sent()));
  }

  private String refused() {
    return tableOr(
        "Nothing was refused.\n",
        List.of(times.zone(), "Who", "From", "What", "Why", "How often"),
        history.refused().stream().map(this::refused).toList());
  }

  private List<String> refused(RefusedRequest request) {
    return List.of(
        request.times() == 1
            ? time(request.firstAt())
            : time(request.firstAt()) + " to " + time(request.lastAt()),
        Markdown.text(request.who()),
        Markdown.codeInCell(request.from()),
        Markdown.codeInCell(request.what()),
        Markdown.text(request.why()) + " (" + request.status() + ")",
        request.times() == 1 ? "once" : request.times() + " times");
  }

  private String recovery() {
    return countedFrom()
        + tableOr(
            "Recovery was not measured yet.\n",
            List.of(times.zone(), "Measured", "Result"),
            RecoveryRun.runs(history.recoveryChecks()).stream().map(this::run).toList());
  }

  /** Why the checks may say for a while what the chart does not. */
  private String countedFrom() {
    return history.changes().isEmpty() || history.recoveryChecks().isEmpty()
        ? ""
        : "Error rate and p95 count from the last change on. The error rate over time, and the chart"
            + " of it, do not: they look back over a whole window (its length is in the query at the"
            + " end), and show the errors from before the change for that long.\n\n";
  }

  private List<String> run(RecoveryRun run) {
    String time =
        run.checks() == 1
            ? time(run.first().at())
            : time(run.first().at()) + " to " + time(run.last().at());
    String times = run.checks() == 1 ? "once" : run.checks() + " times";
    return List.of(
        time,
        times,
        run.last().well()
            ? "all is well"
            : run.last().complaints().stream()
                .map(Markdown::text)
                .collect(Collectors.joining(LINE_BREAK)));
  }

  private String timeline() {
    return tableOr(
        "Nothing happened yet.\n",
        List.of(times.zone(), "What", "Who", "Took", "Detail"),
        TimelineRow.fold(history.timeline()).stream().map(this::entry).toList());
  }

  private List<String> entry(TimelineRow row) {
    Entry entry = row.first();
    String repeats =
        row.times() == 1 ? "" : "(" + row.times() + " times until " + time(row.lastAt()) + ")";
    return List.of(
        time(entry.at()),
        textOrNothing(entry.what()),
        textOrNothing(entry.who()),
        entry.took() == null ? "" : Times.words(entry.took()),
        (textOrNothing(entry.detail()) + " " + repeats).strip());
  }

  private String sources() {
    Map<Source, List<String>> askedAt = new LinkedHashMap<>();
    for (Evidence evidence : Arrays.asList(history.evidence(), history.evidenceAfter())) {
      for (EvidencePart<?> part : EvidencePart.all()) {
        Answer<?> answer = evidence == null ? null : evidence.of(part);
        if (answer != null) {
          askedAt
              .computeIfAbsent(
                  new Source(part.title(), answer.source()), source -> new ArrayList<>())
              .add(time(answer.askedAt()));
        }
      }
    }
    return tableOr(
        "Nothing was asked yet.\n",
        List.of("", "Asked", times.zone()),
        askedAt.entrySet().stream()
            .map(
                asked ->
                    List.of(
                        asked.getKey().part(),
                        Markdown.codeInCell(asked.getKey().question()),
                        String.join(LINE_BREAK, asked.getValue())))
            .toList());
  }

  private record Source(String part, String question) {}

  /** With its day where that is not the day of the opening: a root cause may come a week later. */
  private String time(Instant at) {
    return times.day(at).equals(times.day(milestones.openedAt()))
        ? times.clock(at)
        : times.dayAndClock(at);
  }

  private static String tableOr(String otherwise, List<String> head, List<List<String>> rows) {
    return rows.isEmpty() ? otherwise : Markdown.table(head, rows);
  }

  private static String quoteOr(String words, String otherwise) {
    return words == null || words.isBlank() ? otherwise + "\n" : Markdown.quote(words);
  }

  private static String textOrNothing(String plain) {
    return plain == null ? "" : Markdown.text(plain);
  }

  private static String nullToEmpty(String words) {
    return words == null ? "" : words;
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
