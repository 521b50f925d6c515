package com.dhakacart.runbook.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.incident.RecordedIncident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files of the backtest that were made and not exported are as {@link Variations} makes them.
 * After a change of it, {@code ./mvnw test -Dtest=RecordedFilesTest -Dincidents.renew=true} writes
 * them anew. Files of other names are exports, and are left alone.
 */
class RecordedFilesTest {

  @Test
  void files_areAsTheGeneratorMakesThem() throws IOException {
    Map<String, RecordedIncident> made = Variations.all();
    if (Boolean.getBoolean("incidents.renew")) {
      for (var one : made.entrySet()) {
        Files.writeString(file(one.getKey()), RecordedFiles.written(one.getValue()));
      }
    }
    assertThat(made)
        .hasSizeGreaterThanOrEqualTo(30)
        .allSatisfy(
            (name, incident) ->
                assertThat(file(name)).content().isEqualTo(RecordedFiles.written(incident)));
  }

  @Test
  void everyFile_isReadAsItWasWritten() throws IOException {
    try (Stream<Path> files = Files.list(RecordedFiles.FOLDER)) {
      assertThat(files.toList())
          .allSatisfy(
              file -> {
                RecordedIncident once = RecordedFiles.read(Files.readString(file));
                assertThat(RecordedFiles.read(RecordedFiles.written(once))).isEqualTo(once);
              });
    }
  }

  private static Path file(String name) {
    return RecordedFiles.FOLDER.resolve(name + ".json");
  }
}
