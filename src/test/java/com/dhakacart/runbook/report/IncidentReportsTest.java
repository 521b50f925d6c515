package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.incident.Outcome;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class IncidentReportsTest {

  private final Reports reports =
      new IncidentReports(new MarkdownBriefings(LocalTimes.UTC), LocalTimes.UTC);

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

  // Somebody had rolled back elsewhere, and the report said that nothing had been changed.
  @Test
  void recoveredByItself_saysOnlyWhatTheRunbookDid() {
    assertThat(MarkdownReport.outcome(Outcome.RECOVERED_BY_ITSELF))
        .isEqualTo("Outcome: recovered by itself; the runbook had changed nothing.");
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

  @Test
  void readersOfAnotherZone_findTheirOwnTimes_andWhichTheyAre() {
    LocalTimes dhaka = new LocalTimes(ZoneId.of("Asia/Dhaka"));

    Report report =
        new IncidentReports(new MarkdownBriefings(dhaka), dhaka).write(BadRelease.closed());

    assertThat(report.markdown())
        .contains("On 2026-11-24 at 05:05:32 Asia/Dhaka the alert", "| Asia/Dhaka | Who |")
        .doesNotContain("UTC");
    assertThat(report.html()).contains("time in Asia/Dhaka, 2026-11-24").doesNotContain("UTC");
    assertThat(report.json()).contains("2026-11-23T23:05:32Z");
  }

  @Test
  void zoneThatThereIsNot_isRefusedAtTheStart() {
    var settings =
        new Binder(
            new MapConfigurationPropertySource(Map.of("runbook.report.time-zone", "Asia/Daka")));

    assertThatThrownBy(() -> settings.bindOrCreate("runbook.report", ReportSettings.class))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("runbook.report.time-zone")
        .hasRootCauseMessage("Unknown time-zone ID: Asia/Daka");
  }
}
