package com.dhakacart.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of {@code src/test/resources/reports} that a person has read and found good. */
record GoldenFile(String name) {

  private static final Path FOLDER = Path.of("src", "test", "resources", "reports");

  /** Compares; with {@code -Dreports.renew=true} it writes the file instead. */
  void mustBe(String content) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("reports.renew")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, content);
    }
    assertThat(content)
        .as(
            "%s; when the change is wanted, renew it by ./mvnw test -Dtest=IncidentReportsTest"
                + " -Dreports.renew=true, and read the difference",
            file)
        .isEqualTo(Files.exists(file) ? Files.readString(file) : null);
  }
}
