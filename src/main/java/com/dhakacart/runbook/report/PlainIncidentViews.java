package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import com.dhakacart.runbook.incident.IncidentHistory.Entry;
import com.dhakacart.runbook.incident.IncidentHistory.MadeChange;
import com.dhakacart.runbook.incident.Outcome;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.report.IncidentView.Line;
import com.dhakacart.runbook.report.IncidentView.Made;
import com.dhakacart.runbook.report.IncidentView.Paged;
import com.dhakacart.runbook.report.IncidentView.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

@Component
class PlainIncidentViews implements IncidentViews {

  private final TaskBriefings briefings;

  PlainIncidentViews(TaskBriefings briefings) {
    this.briefings = briefings;
  }

  @Override
  public IncidentView of(IncidentHistory history, Instant now) {
    var incident = history.incident();
    Map<String, Object> seen = new HashMap<>();
    seen.putAll(
        briefings.seen(
            incident,
            history.evidence(),
            history.errorThreshold(),
            history.changes().stream().map(MadeChange::at).toList()));
    seen.putAll(briefings.causes(history.rankedCauses()));
    seen.putAll(briefings.links(history.links()));
    return new IncidentView(
        incident.key(),
        incident.alertName() + " on " + incident.workload().service(),
        Optional.ofNullable(history.outcome()).map(TableOfIncidents::words).orElse(""),
        incident.openedAt(),
        new IncidentInWords(history, briefings).sentences(now).toList(),
        Milestones.of(history).errorsBeganAt().filter(it -> history.outcome() == null).orElse(null),
        paged(history),
        new IncidentChart(history, LocalTimes.UTC)
            .picture()
            .orElseGet(
                () -> new Picture(String.valueOf(seen.get("picture")), "The error rate so far")),
        measures(Milestones.of(history)),
        timeline(history, now),
        history.changes().stream().map(PlainIncidentViews::made).toList(),
        seen);
  }

  private static List<Paged> paged(IncidentHistory history) {
    if (history.outcome() != null) {
      return List.of();
    }
    Map<Team, Paged> last = new EnumMap<>(Team.class);
    history.escalations().stream()
        .filter(it -> it.team() != null)
        .forEach(
            it -> last.put(it.team(), new Paged(it.team().title(), it.at(), it.sent() != null)));
    return List.copyOf(last.values());
  }

  private Map<String, String> measures(Milestones milestones) {
    Map<String, String> measures = new LinkedHashMap<>();
    milestones.timeToAcknowledge().ifPresent(it -> measures.put("Acknowledged in", time(it)));
    milestones.timeToRecover().ifPresent(it -> measures.put("Recovered in", time(it)));
    milestones.timeToClose().ifPresent(it -> measures.put("Closed in", time(it)));
    return measures;
  }

  @Override
  public String outcome(Outcome outcome) {
    return outcome == null ? "open" : TableOfIncidents.words(outcome);
  }

  @Override
  public String time(Duration time) {
    return Times.words(time);
  }

  private static List<Line> timeline(IncidentHistory history, Instant now) {
    List<Line> lines =
        TimelineRow.fold(history.timeline()).stream()
            .map(row -> line(row, now))
            .collect(Collectors.toList());
    Collections.reverse(lines);
    return lines;
  }

  private static Line line(TimelineRow row, Instant now) {
    Entry entry = row.first();
    String detail = plain(entry.detail());
    String repeats =
        row.times() == 1
            ? ""
            : "(%d times until %s UTC)".formatted(row.times(), Times.clock(row.lastAt()));
    return new Line(
        entry.at(),
        Times.dayAndClock(entry.at()) + " UTC",
        ago(entry.at(), now),
        plain(entry.what()),
        plain(entry.who()),
        (detail + " " + repeats).strip());
  }

  static String ago(Instant at, Instant now) {
    Duration since = Duration.between(at, now);
    return since.toSeconds() <= 0 ? "now" : Times.words(since) + " ago";
  }

  private static Made made(MadeChange change) {
    return new Made(
        change.at(),
        Times.dayAndClock(change.at()) + " UTC",
        Objects.toString(change.command(), ""),
        plain(change.approvedBy()),
        plain(change.result()),
        Objects.toString(change.undoCommand(), ""),
        plain(change.reverted()));
  }

  private static String plain(String text) {
    return text == null ? "" : Markdown.oneLine(text);
  }
}
