package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class IncidentReportsTest {

  private final Reports reports = new IncidentReports(new MarkdownBriefings());

  @Test
  void badRelease_rolledBack_isTheWholeStoryInThreeForms() throws IOException {
    Report report = reports.write(BadRelease.closed());

    new GoldenFile("bad-release.md").mustBe(report.markdown());
    new GoldenFile("bad-release.html").mustBe(report.html());
    new GoldenFile("bad-release.json").mustBe(report.json());
  }

  @Test
  void incidentStillOpen_saysSoAndWhatIsKnown() throws IOException {
    Report report = reports.write(BadRelease.waitingForApproval());

    new GoldenFile("open-incident.md").mustBe(report.markdown());
    assertThat(report.html()).contains("<svg").contains(">Open</p>");
    assertThat(report.json()).contains("\"open\" : true").contains("\"closedAt\" : null");
  }

  @Test
  void nothingAnswers_everyPartIsUnknownWithItsReason() throws IOException {
    Report report = reports.write(BadRelease.nothingAnswers());

    new GoldenFile("unknown-everything.md").mustBe(report.markdown());
    assertThat(report.html()).doesNotContain("<svg").contains("No error rate was recorded");
  }

  @Test
  void hostileWords_areShownInThePageAndNeverObeyed() {
    String hostile = "<script>alert(1)</script>\n\n# owned | [x](javascript:alert(1)) `";

    String html = reports.write(BadRelease.saying(hostile)).html();

    assertThat(html)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script", "href=\"javascript", "<h1># owned", "<h1>owned");
    assertThat(html.split("<h1>")).hasSize(2);
  }
}
