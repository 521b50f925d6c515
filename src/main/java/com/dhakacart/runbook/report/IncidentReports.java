package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import org.springframework.stereotype.Component;

@Component
class IncidentReports implements Reports {

  private final Briefings briefings;
  private final LocalTimes times;

  IncidentReports(Briefings briefings, LocalTimes times) {
    this.briefings = briefings;
    this.times = times;
  }

  @Override
  public Report write(IncidentHistory history) {
    MarkdownReport markdown = new MarkdownReport(history, briefings, times);
    return new Report(
        markdown.head() + "\n" + markdown.body(),
        new HtmlPage(history, markdown, times).write(),
        ReportJson.write(ReportDocument.of(history)));
  }
}
