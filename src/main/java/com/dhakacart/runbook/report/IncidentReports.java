package com.dhakacart.runbook.report;

import com.dhakacart.runbook.incident.IncidentHistory;
import org.springframework.stereotype.Component;

@Component
class IncidentReports implements Reports {

  private final Briefings briefings;

  IncidentReports(Briefings briefings) {
    this.briefings = briefings;
  }

  @Override
  public Report write(IncidentHistory history) {
    MarkdownReport markdown = new MarkdownReport(history, briefings);
    return new Report(
        markdown.head() + "\n" + markdown.body(),
        new HtmlPage(history, markdown).write(),
        ReportJson.write(ReportDocument.of(history)));
  }
}
