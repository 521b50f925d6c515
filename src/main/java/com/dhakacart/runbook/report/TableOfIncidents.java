package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentSummary;
import com.dhakacart.runbook.incident.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

@Component
class TableOfIncidents implements IncidentLists {

  private final LocalTimes times;

  TableOfIncidents(LocalTimes times) {
    this.times = times;
  }

  @Override
  public Report of(List<IncidentSummary> newestFirst) {
    return report(
        "Incidents",
        newestFirst.isEmpty() ? "There was none yet.\n" : table(newestFirst),
        ReportJson.write(newestFirst));
  }

  @Override
  public Report of(IncidentSummary incident) {
    return report(
        "Incident " + incident.key(), table(List.of(incident)), ReportJson.write(incident));
  }

  private static Report report(String title, String content, String json) {
    String markdown = "# " + Markdown.text(title) + "\n\n" + content;
    return new Report(markdown, HtmlPage.of(title, HtmlPage.html(markdown)), json);
  }

  private String table(List<IncidentSummary> incidents) {
    return Markdown.table(
        List.of("Since (" + times.zone() + ")", "Service", "State", "Cause", "Incident"),
        incidents.stream().map(this::row).toList());
  }

  private List<String> row(IncidentSummary incident) {
    return List.of(
        times.dayAndClock(incident.openedAt()),
        Markdown.text(incident.service()),
        state(incident),
        incident.cause() == null ? "not settled" : incident.cause().title(),
        Markdown.text(incident.key())
            + Markdown.LINE_BREAK
            + incident.links().entrySet().stream()
                .map(link -> Markdown.link(link.getKey(), link.getValue()))
                .collect(Collectors.joining(" · ")));
  }

  private String state(IncidentSummary incident) {
    String outcome =
        Optional.ofNullable(incident.outcome())
            .map(TableOfIncidents::words)
            .map(it -> it + " at " + times.dayAndClock(incident.closedAt()))
            .orElse("**open**");
    return incident.phase() == null
        ? outcome
        : outcome + Markdown.LINE_BREAK + Markdown.text(incident.phase());
  }

  static String words(Outcome outcome) {
    return switch (outcome) {
      case RECOVERED -> "recovered after a change";
      case RECOVERED_BY_ITSELF -> "recovered by itself";
      case FALSE_ALARM -> "false or passing alarm";
      case HANDED_OVER -> "handed over to people";
    };
  }
}
