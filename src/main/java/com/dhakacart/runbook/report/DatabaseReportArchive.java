package com.dhakacart.runbook.report;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps reports in the runbook's own database, in the transaction of the step that wrote them:
 * every node finds them, and they are in each dump. What an earlier release kept in its folder is
 * still found there.
 */
class DatabaseReportArchive implements ReportArchive {

  private final JdbcClient jdbc;
  private final Clock clock;
  private final ReportArchive earlier;

  /**
   * @param earlier what was kept before
   */
  DatabaseReportArchive(JdbcClient jdbc, Clock clock, ReportArchive earlier) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.earlier = earlier;
  }

  @Override
  public String keep(String incident, Report report) {
    try {
      if (!write(
          "update runbook_report set kept_at = ?, markdown = ?, html = ?, json_text = ? where incident_key = ?",
          incident,
          report)) {
        write(
            "insert into runbook_report (kept_at, markdown, html, json_text, incident_key) values (?, ?, ?, ?, ?)",
            incident,
            report);
      }
    } catch (DataAccessException e) {
      throw new ReportNotKept(
          "The report of "
              + incident
              + " could not be written to the database; look whether that answers, and repeat the step",
          e);
    }
    return "the runbook's database, table runbook_report";
  }

  private boolean write(String sql, String incident, Report report) {
    return jdbc.sql(sql)
            .params(
                Timestamp.from(clock.instant()),
                storable(report.markdown()),
                storable(report.html()),
                storable(report.json()),
                incident)
            .update()
        > 0;
  }

  /** PostgreSQL takes neither U+0000 nor half a surrogate pair. */
  private static String storable(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace('\u0000', '\ufffd');
  }

  @Override
  public Optional<Report> find(String incident) {
    try {
      return jdbc.sql("select markdown, html, json_text from runbook_report where incident_key = ?")
          .param(incident)
          .query((row, n) -> new Report(row.getString(1), row.getString(2), row.getString(3)))
          .optional()
          .or(() -> earlier.find(incident));
    } catch (DataAccessException e) {
      throw new ReportNotKept("The report of " + incident + " cannot be read in the database", e);
    }
  }
}
