package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class FolderReportArchiveTest {

  private static final String KEY = "DhakaCartHighErrorRate-20261123-230532";

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void chooseAFolderThatIsNotThereYet() {
    folder = root.resolve("incidents").resolve("reports");
  }

  @Test
  void kept_isThreeFilesAndSaysWhere() {
    String where = archive().keep(KEY, new Report("# Größe", "<p>", "{}"));

    assertThat(where).isEqualTo(folder.resolve(KEY + ".html").toString());
    assertThat(folder.resolve(KEY + ".md")).hasContent("# Größe");
    assertThat(folder.resolve(KEY + ".html")).hasContent("<p>");
    assertThat(folder.resolve(KEY + ".json")).hasContent("{}");
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    assertThat(archive().find(KEY)).hasValue(new Report("# Größe", "<p>", "{}"));
    assertThat(archive().find("another")).isEmpty();
  }

  @Test
  void keptAgain_replacesTheEarlierReport() {
    archive().keep(KEY, new Report("first", "first", "first"));
    archive().keep(KEY, new Report("second", "second", "second"));

    assertThat(folder.resolve(KEY + ".md")).hasContent("second");
    assertThat(folder.toFile().list()).hasSize(3);
  }

  @Test
  void cannotBeWritten_saysWhatToDoAndLeavesNoHalfFile() throws IOException {
    FolderReportArchive archive = archive();
    Files.createDirectories(folder.resolve(KEY + ".md").resolve("in-the-way"));

    assertThatThrownBy(() -> archive.keep(KEY, new Report("a", "b", "c")))
        .isInstanceOf(ReportNotKept.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining("repeat the step");
    assertThat(folder.toFile().list()).containsExactly(KEY + ".md");
  }

  @Test
  void keyThatLeadsOutOfTheFolder_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> archive().keep("../outside", new Report("a", "b", "c")));
  }

  @Test
  void folderThatCannotBe_stopsTheStart() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "in the way");

    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class, ReportArchiveConfiguration.class)
        .withBean(JdbcClient.class, () -> mock(JdbcClient.class))
        .withBean(Clock.class, Clock::systemUTC)
        .withPropertyValues("runbook.report.folder=" + file.resolve("reports"))
        .run(
            context ->
                assertThat(context).getFailure().rootCause().hasMessageContaining(file.toString()));
  }

  private FolderReportArchive archive() {
    return FolderReportArchive.writable(folder);
  }

  @EnableConfigurationProperties(ReportSettings.class)
  static class Settings {}
}
