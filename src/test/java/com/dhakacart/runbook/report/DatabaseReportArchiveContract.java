package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dhakacart.runbook.process.RunbookTables;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in the runbook's own database, on each that it may be. */
abstract class DatabaseReportArchiveContract {

  private static final String KEY = "dhakacart-backend-20261123-230532-3fa2";

  @TempDir private Path earlier;
  private RunbookTables tables;

  abstract DataSource database();

  @BeforeEach
  void nothingIsKept() {
    tables = new RunbookTables(database(), Clock.systemUTC());
    tables.jdbc.sql("delete from runbook_report").update();
  }

  // On the disk of one node, the page of a report was 404 on the other one.
  @Test
  void keptByOneNode_isFoundByEach() {
    Report report = new Report("# Größe ৳", "<p>", "{}");

    assertThat(node().keep(KEY, report)).contains("runbook_report");

    assertThat(node().find(KEY)).hasValue(report);
    assertThat(node().find("another")).isEmpty();
  }

  @Test
  void keptAgain_replacesTheEarlierReport() {
    node().keep(KEY, new Report("first", "first", "first"));
    node().keep(KEY, new Report("second", "second", "second"));

    assertThat(node().find(KEY)).hasValue(new Report("second", "second", "second"));
  }

  @Test
  void whatNoDatabaseTakes_isReplaced_andALongReportIsKeptWhole() {
    String line = "৳".repeat(3_000_000);

    node().keep(KEY, new Report("a\0b\ud800c", line, "{}"));

    assertThat(node().find(KEY)).hasValue(new Report("a\ufffdb?c", line, "{}"));
  }

  @Test
  void keptInTheFolderOfAnEarlierRelease_isFound_andNothingIsAddedThere() {
    Report report = new Report("# before", "<p>", "{}");
    new FolderReportArchive(earlier).keep("INC-1", report);

    node().keep(KEY, report);

    assertThat(node().find("INC-1")).hasValue(report);
    assertThat(earlier.toFile().list()).hasSize(3);
  }

  @Test
  void databaseRefuses_saysWhatToDo() {
    tables.jdbc.sql("alter table runbook_report rename to away").update();
    try {
      assertThatThrownBy(() -> node().keep(KEY, new Report("a", "b", "c")))
          .isInstanceOf(ReportNotKept.class)
          .hasMessageContaining(KEY)
          .hasMessageContaining("repeat the step");
      assertThatThrownBy(() -> node().find(KEY)).isInstanceOf(ReportNotKept.class);
    } finally {
      tables.jdbc.sql("alter table away rename to runbook_report").update();
    }
  }

  private ReportArchive node() {
    return new DatabaseReportArchive(
        tables.jdbc, Clock.systemUTC(), new FolderReportArchive(earlier));
  }
}
